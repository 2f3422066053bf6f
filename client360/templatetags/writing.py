"""What people write in notes, as they meant it: a small subset of Markdown, and no HTML."""

from collections.abc import MutableMapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

register = template.Library()

# paragraphs and line breaks come with the preset, which knows nothing else
RULES = ("emphasis", "strikethrough", "backticks", "escape", "link", "autolink", "list", "newline")
SCHEMES = {"http", "https", "mailto", "tel"}


class _Writing(MarkdownIt):
    """The parser, with a shorter list of where a link may lead."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 -- the library's name
        """Return whether it leads to the web, a mailbox or a phone, never within."""
        try:
            return urlsplit(url.strip()).scheme.lower() in SCHEMES
        except ValueError:
            return False


def _link(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    place: int,
    options: OptionsDict,
    _env: MutableMapping[str, Any],
) -> str:
    tokens[place].attrSet("rel", "noopener nofollow")
    return renderer.renderToken(tokens, place, options, _env)


_markdown = _Writing("zero", {"html": False, "breaks": True}).enable(list(RULES))
_markdown.add_render_rule("link_open", _link)


@register.filter
def written(text: str) -> SafeString:
    """Return a note as HTML: emphasis, lists, links, code; everything else as it was typed."""
    return mark_safe(str(_markdown.render(text)))  # noqa: S308 -- the parser escapes all it does not know
