"""Long names of files on narrow pages."""

import pytest

from imports.templatetags.tally import file_name


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("site_visits.csv", 'site_<wbr>visits<wbr><span class="nowrap">.csv</span>'),
        ("a b-c.2.xlsx", 'a <wbr>b-<wbr>c.<wbr>2<wbr><span class="nowrap">.xlsx</span>'),
        ("<b>", "&lt;b&gt;"),
        ("no suffix at all", "no <wbr>suffix <wbr>at <wbr>all"),
    ],
)
def test_the_name_of_a_file_breaks_between_its_words(name, drawn):
    assert file_name(name) == drawn
