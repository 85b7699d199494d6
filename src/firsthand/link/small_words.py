"""Words that stand in every text and tell nothing of what happened, by language."""

from __future__ import annotations

__all__ = ["SMALL"]

_EN = """
a about after all also although an and another any are as at be because been before being between both but by can
could did do does during each either else ever every few for from further had has have he her here hers him his how
however if in into is it its itself just like many may me might mine more most much must my neither no nor not now of
off on once one only onto or other our out over own per rather said same say says she should since so some such than
that the their them then there these they this those though through thus till to too toward towards under until up
upon us very was we were what when where whether which while who whom whose why will with within without would yet you
your
"""
_RU = """
а бы был была были было быть в вам вами вас весь во вот все всё всего всей всех вы где да даже для до его ее её ей
если есть еще ещё ему же за и из или им ими их к как какой когда который которая которое которые которого которой
которых которым кто ли либо между меня мне много может можно мой мы на над надо наш не него нее неё ней нет ни них но
ну о об однако он она они оно от по под после потому почти при про раз с сам самый свой своей своего своих себя сейчас
со так также такой там то тоже только том тот того тем теми тех тут ты у уже хотя чего чем через что чтобы эта эти это
этого этой этом этот этих я является
"""
_UK = """
а аби або але б без був була були було бути в вам вас ваш вже ви від він вона вони воно все всі всіх всього всьому в
де для до дуже з за зі й його йому її їй їх їм і із інші к коли крім куди лише майже мене мені ми між на над нам нас
наш не нею ні них ніж о об от перед під після по при про саме свій своєї свого своїх себе серед си та так також такий
там те теж тим тих ті тільки то тобто того той тому тут ти у уже усі хоч хто це цей ця ці цього цієї цих цьому цим
через чи чим що щоб щодо як яка яке який якого якої яких якщо якими я є
"""

SMALL = {language: frozenset(words.split()) for language, words in (("en", _EN), ("ru", _RU), ("uk", _UK))}
"""Folded; «ё» stands as «е» in the texts, so words with it are listed in both spellings."""
