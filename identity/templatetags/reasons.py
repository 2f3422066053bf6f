"""What speaks for and against a pair, in a line."""

from django import template

from identity.selectors.evidence import signs_of

register = template.Library()


@register.filter
def signs(key: str | None) -> list[tuple[str, str]]:
    """Return the parts of a short key, `+PHONE-BORN`, each as `+ phone` with its colour."""
    return [
        (f"+ {name}", "accent") if speaks else (f"\u2212 {name}", "amber")
        for speaks, name in signs_of(key)
    ]
