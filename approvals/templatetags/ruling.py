"""Rules and delegations in words, for the pages that show them."""

from collections.abc import Iterable

from django import template

from approvals.selectors.ruling import any_of, field_in_words, kind_in_words, role_in_words

register = template.Library()


@register.filter
def kinds_in(kinds: Iterable[str]) -> str:
    """Return kinds of proposals, and patterns of them, in words."""
    first, *rest = [kind_in_words(kind) for kind in kinds] or [""]
    return ", ".join([first, *(f"{each[:1].lower()}{each[1:]}" for each in rest)])


@register.filter
def fields_in(names: Iterable[str]) -> str:
    """Return fields, and patterns of them, in words."""
    return ", ".join(field_in_words(name) for name in names)


@register.filter
def people_in(roles: Iterable[str]) -> str:
    """Return who may decide: `founder, administrator or steward`."""
    return any_of(role_in_words(role) for role in roles)
