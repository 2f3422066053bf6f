"""Notes are shown as their writers meant them, and carry nothing that runs."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client360.templatetags.writing import written
from tests.factories.activities import NoteFactory

SIGNS = "<>[]()!*_`\"'&;:/\\ \n#-1javscript:http=onx"
TAGS = {"p", "br", "strong", "em", "s", "code", "a", "ul", "ol", "li"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "Wants **12th floor** or *higher*",
            "Wants <strong>12th floor</strong> or <em>higher</em>",
        ),
        ("- plan\n- price", "<ul>\n<li>plan</li>\n<li>price</li>\n</ul>"),
        ("one\ntwo", "one<br>\ntwo"),
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
        ("`A-1204`", "<code>A-1204</code>"),
        ("# 4 Hill Road", "<p># 4 Hill Road</p>"),
        ("    by hand", "<p>by hand</p>"),
        ("5 < 6 & 7", "5 &lt; 6 &amp; 7"),
    ],
)
def test_a_small_subset_is_drawn(text, shown):
    assert shown in written(text)


def test_a_link_says_that_nobody_vouches_for_it():
    there = '<a href="https://rera.example/a?b=1&amp;c=2" rel="noopener nofollow">the register</a>'

    assert there in written("[the register](https://rera.example/a?b=1&c=2)")
    assert 'rel="noopener nofollow"' in written("<https://rera.example>")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](https://evil.example/pixel.png)",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\nscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](%6Aavascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](data:image/png;base64,AAAA)",
        "[x](vbscript:msgbox)",
        "[x](file:///etc/passwd)",
        "[x](//evil.example)",
        "[x](/admin/logout/)",
        "<javascript:alert(1)>",
        '[x](https://a.example "\\" onmouseover=\\"alert(1)")',
        '[x]( https://a.example/"onmouseover=alert(1) )',
        "[x][1]\n\n[1]: javascript:alert(1)",
        "**<b onclick=alert(1)>x</b>**",
        "`<script>alert(1)</script>`",
        "<style>*{display:none}</style>",
        "<!-- --><svg/onload=alert(1)>",
    ],
)
def test_nothing_that_runs_comes_out(text):
    holds_nothing_that_runs(written(text))


@given(
    st.text(alphabet=st.sampled_from("<>[]()!*_`\"'&;:/\\ \n#-1javscript:http=onx"), max_size=80)
)
def test_nothing_anybody_types_comes_out_as_another_tag(text):
    holds_nothing_that_runs(written(text))


def holds_nothing_that_runs(page: str) -> None:
    for name, rest in re.findall(r"<\s*/?\s*([^\s/>]*)([^>]*)>", page):
        assert name in TAGS
        attributes = set(re.findall(r'\s([a-z]+)="[^"]*"', rest))
        assert attributes <= {"href", "rel", "title", "start"}
        assert re.sub(r'\s[a-z]+="[^"]*"', "", rest).strip() in {"", "/"}
    for address in re.findall(r'href="([^"]*)"', page):
        assert re.match(r"(https?|mailto|tel):", address, re.IGNORECASE)


def test_a_dossier_draws_its_notes(browser, meera, alice):
    NoteFactory(contact=meera, body="Wants **12th floor**.\n\n<script>alert(1)</script>", by=alice)

    page = browser(alice).get(f"/contacts/{meera.uid}/sections/notes/").content.decode()

    assert "Wants <strong>12th floor</strong>." in page
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
