"""The page's own script, in a real browser where there is one."""

import shutil
import subprocess
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from firsthand.model import Report
from firsthand.show.html_page import html_page

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no chromium or google-chrome on this machine")


def after(report: Report, action: str, folder: Path) -> str:
    """The page's elements after the action, whose script is let in by its hash beside our own."""
    script = f"document.title = 'ran'; {action}"
    digest = b64encode(sha256(script.encode()).digest()).decode()
    page = html_page(report).replace("script-src ", f"script-src 'sha256-{digest}' ", 1)
    path = folder / "page.html"
    path.write_text(page.replace("</body>", f"<script>{script}</script></body>"), encoding="utf-8")
    done = subprocess.run(
        [
            str(BROWSER),
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={folder / 'profile'}",
            "--window-size=1280,900",
            "--virtual-time-budget=2000",
            "--enable-logging=stderr",
            "--dump-dom",
            path.as_uri(),
        ],
        capture_output=True,
        timeout=90,
        check=True,
    )
    assert "Content Security Policy" not in done.stderr.decode()
    shown = done.stdout.decode()
    assert "<title>ran</title>" in shown
    return shown


def test_focus_on_a_statement_shows_its_chain_and_lights_both_sides(war_report: Report, tmp_path: Path) -> None:
    """By keyboard alone: the chain appears, and words and note are lit together."""
    shown = after(war_report, "document.getElementById('at-s1').focus()", tmp_path)
    tip = shown[shown.index('<div id="tip"') :]
    assert "hidden" not in tip[: tip.index(">")].replace("aria-hidden", "")
    assert "On the word of Ukraine’s General Staff, which has it from unnamed ‘assault units’<" in tip
    assert "rule attributed_clause" in tip
    assert '<li id="s1" class="note unnamed on"' in shown
    assert 'class="content flagged unnamed on" data-s="s1"' in shown


def test_all_statements_over_the_same_words_are_explained(war_report: Report, tmp_path: Path) -> None:
    """The voice of two statements leads to both, not to the first."""
    hover = "new PointerEvent('pointerover', {bubbles: true, pointerType: 'mouse'})"
    shown = after(war_report, f"document.querySelector('span.voice[data-s~=s2]').dispatchEvent({hover})", tmp_path)
    tip = shown[shown.index('<div id="tip"') : shown.index("<script>", shown.index('<div id="tip"'))]
    assert [number for number in ("1", "2") if f"<b>{number}</b>" in tip] == ["1", "2"]


def test_the_tip_never_covers_what_it_explains(war_report: Report, tmp_path: Path) -> None:
    """Below the words, or above them, whichever statement is pointed at."""
    check = """
    const at = (box) => [box.left, box.top, box.right, box.bottom];
    const covered = [...document.querySelectorAll("article a.number[id]")].filter((link) => {
      link.focus();
      const [l, t, r, b] = at(document.getElementById("tip").getBoundingClientRect());
      const own = [...document.querySelectorAll("article p > span.on, article h1 > span.on")];
      return own.flatMap((span) => [...span.getClientRects()]).some((box) =>
        box.left < r && l < box.right && box.top < b && t < box.bottom);
    });
    document.body.dataset.covered = covered.length;
    """
    assert 'data-covered="0"' in after(war_report, check, tmp_path)


def test_focus_on_a_warning_lights_the_words_it_rests_on(war_report: Report, tmp_path: Path) -> None:
    """From the panel to the text."""
    shown = after(war_report, "document.querySelector('#w1 a').focus()", tmp_path)
    assert '<span class="flagged alarmed" data-w="w1">in Kramatorsk</span>' in shown
    assert '<li id="w1" data-w="w1" class="on">' in shown


def test_hostile_report_runs_nothing(hostile_report: Report, tmp_path: Path) -> None:
    """A browser finds no dialogue, handler or element in the report's words."""
    guard = "window.alert = () => { document.body.id = 'owned'; };"
    shown = after(hostile_report, f"{guard} document.getElementById('at-s1').focus()", tmp_path)
    assert 'id="owned"' not in shown
    assert shown.count("<script") == 2


def test_arrows_go_from_statement_to_statement(war_report: Report, tmp_path: Path) -> None:
    """By keyboard alone, past warnings and notes; behind the last there is nothing further."""
    check = """
    const press = (key) => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
    document.getElementById("at-s1").focus();
    press("ArrowDown"); press("ArrowRight"); press("ArrowLeft");
    document.body.dataset.at = document.activeElement.id;
    for (let times = 0; times < 30; times += 1) press("ArrowDown");
    document.body.dataset.last = document.activeElement.id;
    """
    shown = after(war_report, check, tmp_path)
    numbers = [f"at-s{n}" for n in range(1, 11)]
    order = sorted(numbers, key=lambda name: shown.index(f'id="{name}"'))
    assert f'data-at="{order[1]}"' in shown
    assert f'data-last="{order[-1]}"' in shown
