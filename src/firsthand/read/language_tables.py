"""What tells languages apart: small words, endings, and letters. Data for `firsthand.read.language`."""

from __future__ import annotations

__all__ = ["COMMON_ENGLISH", "ENDINGS", "EXPECTED_LETTERS", "FOREIGN_LETTERS", "OWN_LETTERS", "SMALL_WORDS"]

# Where two languages share a word, it counts for both; the rest decides.
SMALL_WORDS: dict[str, str] = {
    "en": (
        "the of and to in is was were that for on with by at from as it its has have had he she they his "
        "her their been this which who will would not are be but an or after said says over into more "
        "than about we you i when no"
    ),
    "de": (
        "der die das und ist nicht mit von den dem des ein eine einer im zu auf für sich auch war wurde "
        "wurden sind als bei nach aus wird hat haben sagte dass es sie er wie oder über durch zum zur "
        "vor noch am um keine man einem"
    ),
    "fr": (
        "le la les des du et est une dans pour que qui sur pas au aux avec par plus ce cette il elle ont "
        "été sont son sa ses mais ou où dit ne se un en d l qu n s selon après leur leurs nous vous je "
        "était a de"
    ),
    "es": (
        "el la los las de del que y en un una por con para se su sus es fue no al lo como más pero ha "
        "han sobre este esta según tras entre son dijo cuando sin muy ya también hasta desde donde quien "
        "todo nos le fueron"
    ),
    "it": (
        "il lo la gli le di del della dei delle che e è un una per con non si in da al alla sono stato "
        "stata nel nella anche ha hanno più come ma dopo questo questa secondo dal dalla ai i se suo sua "
        "loro era detto degli"
    ),
    "pt": (
        "o a os as de do da dos das que e em um uma por para com não se no na nos nas ao à foi são mais "
        "como mas ou seu sua também disse após segundo pelo pela está ser tem foram ele ela isso já até "
        "entre quando"
    ),
    "nl": (
        "de het een en van in is dat op te zijn met voor niet aan er om ook als bij door maar naar uit "
        "dan was werd hebben heeft over nog wordt ze hij wij deze dit die zei volgens worden tot geen "
        "meer"
    ),
    "pl": (
        "i w na z do nie się że to jest o jak po za od przez oraz dla ale przy są był była było były "
        "który która które tym tego jego jej ich już tylko także został została zostało zostały może czy "
        "ze we być co a też powiedział pod"
    ),
    "cs": (
        "a v na se je že s z do o i k pro ale jako po za byl byla bylo byli by který která které to jsou "
        "jeho její od podle při už také nebo tak než není ve ze až jen jsme řekl aby dnes"
    ),
    "sk": (
        "a v na sa je že s z do o i k pre ale ako po za bol bola bolo boli by ktorý ktorá ktoré to sú "
        "jeho jej od podľa pri už tiež alebo tak než nie vo zo až len sme povedal aby dnes"
    ),
    "ro": (
        "și de la în a cu pe nu este că din pentru un o au fost care mai sau ca se al ale lui după prin "
        "sunt s fi dar către între va acest această unei unui le ce despre"
    ),
    "hu": (
        "a az és hogy nem is egy van volt ez meg de már csak el ki mint még be szerint ha vagy azt ezt "
        "után között pedig majd lesz voltak aki ami akkor kell minden"
    ),
    "tr": (
        "ve bir bu da de için ile olarak çok olan daha gibi kadar sonra ne en o ki ama var değil göre "
        "ise her mi tarafından dedi etti oldu olduğu olduğunu üzerinde"
    ),
    "sv": (
        "och i att det som en på är av för med den till har inte om ett han de var jag från men vi så "
        "kan när efter eller hade vid enligt sade säger också under mot"
    ),
    "da": (
        "og i at det som en på er af for med den til har ikke om et han de var jeg fra men vi så kan når "
        "efter eller havde ved ifølge sagde siger også under mod blev"
    ),
    "no": (
        "og i at det som en på er av for med den til har ikke om et han de var jeg fra men vi så kan når "
        "etter eller hadde ved ifølge sa sier også under mot ble"
    ),
    "fi": (
        "ja on ei että se oli hän ovat mutta myös kun niin kuin joka jotka olivat mukaan sekä tai ole jo "
        "sen vain olisi ollut kertoi sanoi vuonna mitä nyt jälkeen"
    ),
    "hr": (
        "i u je na da se za su od s o a kao što koji koja koje nije bio bila bilo ili po iz do ali će "
        "rekao prema biti sve još kako to nakon te sam već više bi ne"
    ),
    "lt": (
        "ir kad į iš su yra buvo ne tai bet kaip apie po už nuo prie dėl per jis ji jie kuris kuri kurie "
        "bus taip pat arba tik jau o savo sako pasak"
    ),
    "lv": (
        "un ir ka no uz ar par bija nav tas bet kā pēc pie lai vai arī šo viņš viņa kas kurš būs jau "
        "tikai pret gan to teica tika līdz"
    ),
    "et": (
        "ja on ei et see oli ta kui ka mis oma aga ning või kes pärast juba olid välja üle kuid veel "
        "siis nii ütles mida tema pole vastu sõnul"
    ),
    "vi": (
        "và của là có trong được cho không các với những một người này đã khi tại để cũng từ đến theo về ở ra bị sau"
    ),
    "id": (
        "yang dan di itu dengan untuk dari ini pada tidak dalam akan adalah oleh kepada juga ke karena "
        "telah sudah ada mereka kata atau bisa saat setelah"
    ),
    "ru": (
        "и в не на что с по как из за это от для о его к был была было были также при со после об или "
        "они она он но до уже все так ее их мы я будет может сообщил сообщила сообщили сообщает заявил "
        "заявили где если еще чтобы который которые под человек есть только во у тут нас вас этот эта "
        "эти можно нужно нет вы ли бы тоже теперь сегодня лет год"
    ),
    "uk": (
        "і й в у не на що з та до за як про від для це його був була було були також при після або вони "
        "вона він але вже все так її їх ми я буде може повідомив повідомили повідомляє заявив заявили де "
        "якщо ще щоб який які під людей є лише із зі через їхні цей ця внаслідок тут нас вас цього немає "
        "ви чи би теж тепер сьогодні років рік більше"
    ),
    "be": (
        "і ў у не на што з па як за гэта ад для яго да быў была было былі таксама пры пасля ці яны яна "
        "ён але ўжо ўсе так яе іх мы я будзе можа паведаміў паведамілі дзе калі яшчэ каб які якія пад "
        "людзей ёсць толькі са праз аб"
    ),
    "bg": (
        "и в не на че с за от да се по е са като това към при го му който която които бе беше били няма "
        "още след или той тя те но до вече така я им ни аз ще може каза съобщи където ако под има само "
        "във със ли си през"
    ),
    "sr": (
        "и у је на да се за су од с о а као што који која које није био била било или по из до али ће "
        "рекао према бити све још како то након те сам већ више би не"
    ),
    "mk": (
        "и во не на дека со за од да се по е како ова кон при го му кој која кои беше биле нема уште "
        "после или тој таа тие но до веќе така ги им ние јас ќе може рече каде ако под има само низ"
    ),
    "kk": ("және бұл мен үшін деп бір екен болып болды оның туралы деді кейін осы ол бар да де жоқ ғана еді"),
}

# Endings that tell neighbours apart, also in headlines without small words.
# Asked only where nothing speaks clearly for any language. Words that are as common elsewhere are left out.
COMMON_ENGLISH = (
    "the of and to is was were that for with by from it its has have had he she they his her their this which "
    "who will would not are be been but after said says over into than about we you when what where why how "
    "if then there here these those some any all each every other another such only own same both few many "
    "most more much very just also even still yet again never always often now today tomorrow yesterday "
    "can could should may might must do does did done make made take took taken give given get got go went "
    "gone come came see saw seen know known think thought tell told ask asked find found use used work "
    "working call called try keep kept let put set show shown want need feel become leave left mean begin "
    "began run turn start help play move live believe hold held bring brought happen write written sit "
    "stand lose lost pay meet met year years day days week weeks month months time times people man men "
    "woman women child children world life hand part place case point company number group problem fact "
    "house home water room mother father money story word words night morning city town village street "
    "school state country government police army soldiers war fire flood killed wounded dead injured "
    "attack report reported reports news official officials minister ministry president council mayor "
    "court law party election vote market price oil power road bridge river rain storm north south east "
    "west new old good bad great small large big long short high low early late first last next two three "
    "four five six seven eight nine ten hundred thousand million near between under through during before "
    "because while without against until since off down up out back away around across along behind "
    "above below among within hello yes please thank thanks"
)

ENDINGS: dict[str, str] = {
    "en": ("ing ed tion ly ness ment ght ck cks sh th ll ss ow ew ct"),
    "ru": (
        "ого его ому ему ый ий ой ая яя ое ее ые ие ых их ов ев ами ями ость ение ания ения ться тся ции "
        "ция ски ать ить еть ает яет ует ют ут ил ел ял ла ло ли ом ем ах ях ек ок ень"
    ),
    "uk": (
        "ого ому ння ття ть ться ість ої ій ів їв ами ями ською ський ська цька ції ція ах ях ав ив ло "
        "ли но то ку ник ою єю єть ють ує ні ці"
    ),
    "be": ("ага яга аму ыі ія аў ыў іў цца ць асць энне анне амі ямі скай скі ка ах ях лі ла"),
    "bg": ("ът ята ата ите ото ето ия ията иите ова ски ени ани ал ил ха ват ят ане ене ще"),
    "sr": ("ог ом ама има ање ење ски ска ло ли ла ти"),
    "de": ("en er ung ungen lich isch keit heit cht pft zt ppt nd"),
    "fr": ("eux ment tion ée ées aux ique eur aire que ages"),
    "es": ("ción ado ada ados idad os as ando ó ía ente"),
    "pl": ("ów ych ego ach ami ie zy ł ła ło ali dzi uje nia cz sz"),
    "cs": ("ých ého ová ích ách ní ou"),
    "it": ("zione tto ato ata ati are gli ggi"),
    "pt": ("ção ções ado ada mente inho"),
    "nl": ("en lijk ijk oor aan heid sch aat"),
}

# Letters that only this language has among its neighbours, or that are rare elsewhere.
OWN_LETTERS: dict[str, str] = {
    "uk": "їєґ",
    "be": "ў",
    "ru": "ыэёъ",
    "sr": "ђћ",
    "mk": "ѓќѕ",
    "kk": "әғқңөұүһ",
    "bg": "ъ",
    "pl": "łąęśżźćń",
    "de": "ßäöü",
    "fr": "çêèàœùâî",
    "es": "ñ¿¡óáí",
    "pt": "ãõç",
    "cs": "ěřů",
    "sk": "ľĺŕô",
    "ro": "șțăşţ",
    "hu": "őű",
    "tr": "ğışç",
    "sv": "åäö",
    "da": "æøå",
    "no": "æøå",
    "fi": "äö",
    "hr": "đćčšž",
    "lt": "ėįųšž",
    "lv": "āēīūņļķģ",
    "et": "õäöü",
    "vi": "ơưđạảấầậắặẻếềểệịọốồổộớờợụủứừữự",
    "it": "òìùàè",
}

# Letters that the language does not have.
FOREIGN_LETTERS: dict[str, str] = {
    "ru": "іїєґўјљњћђџќѓѕәғқңөұү",
    "uk": "ыэёъўјљњћђџќѓѕәғқңөұү",
    "be": "иїєґъщјљњћђџќѓѕәғқңөұү",
    "bg": "ыэёіїєґўјљњћђџќѓѕәғқңөұү",
    "sr": "ыэёіїєґўйъьюящќѓѕ",
    "mk": "ыэёіїєґўйъьюящћђ",
    "en": "äöüßąęłżśčřůőğışåøæñçãõ",
}

# Letters without which the language hardly gets through a sentence, and their share of its running text.
EXPECTED_LETTERS: dict[str, tuple[str, float]] = {
    "uk": ("іїєґ", 0.07),
    "be": ("іў", 0.08),
    "bg": ("ъ", 0.02),
    "sr": ("јљњћ", 0.06),
    "mk": ("јќѓѕ", 0.04),
    "cs": ("ěřůíáéčšž", 0.09),
    "hr": ("čćžšđ", 0.03),
    "pl": ("ąęółśżźćń", 0.05),
    "vi": ("ơưđảạấầậếềểệịọốồổộớờợụủứừựáàéèíìóòúùăâêô", 0.15),
}
