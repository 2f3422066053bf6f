"""A choice between parts of a template by one value."""

from typing import Final

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString

register = template.Library()
ENDS: Final = ("when", "endcase")


class Case(template.Node):
    """The part a value names, or nothing for a value without one."""

    def __init__(self, value: FilterExpression, parts: dict[str, NodeList]) -> None:
        self.value, self.parts = value, parts

    def render(self, context: template.Context) -> SafeString:
        """Draw the part."""
        part = self.parts.get(self.value.resolve(context))
        return part.render(context) if part else SafeString("")


@register.tag
def case(parser: Parser, token: Token) -> Case:
    """Read `{% case key %}{% when "a" %}...{% when "b" %}...{% endcase %}`.

    The part is looked up at once: a chain of `elif` in every cell of a table asks each in turn.
    """
    _, value = token.split_contents()
    parts: dict[str, NodeList] = {}
    parser.parse(ENDS)  # what stands before the first part says nothing
    while (found := parser.next_token()).contents != "endcase":
        _, name = found.split_contents()
        parts[name.strip('"')] = parser.parse(ENDS)
    return Case(parser.compile_filter(value), parts)
