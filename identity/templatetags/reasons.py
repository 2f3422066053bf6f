"""What speaks for and against a pair, in a line."""

from functools import cache
from typing import Any

from django import template
from django.apps import apps

from identity.selectors.describing import label_of
from identity.selectors.evidence import signs_of
from identity.selectors.leftovers import kind_of

register = template.Library()

# where Django's name of one row is not what its table is called in a list of moves
ONE = {
    "people": "person",
    "addresses": "address",
    "roles": "role",
    "company links": "company link",
    "household places": "household place",
    "consents": "consent",
    "shares": "share",
    "deals": "deal",
    "parts in deals": "part in a deal",
    "interests": "interest",
    "brokers' tags": "broker's tag",
    "parts in conversations": "part in a conversation",
    "utterances": "utterance",
    "signs": "sign",
    "scores": "score",
    "parts of scores": "part of a score",
    "points of the score's timeline": "point of the score's timeline",
    "other candidates": "other candidate",
    "verdicts": "verdict",
    "locks": "lock",
    "open proposals": "open proposal",
    "external ids": "external id",
}


@register.filter
def signs(key: str | None) -> list[tuple[str, str]]:
    """Return the parts of a short key, `+PHONE-BORN`, each as `+ phone` with its colour."""
    return [
        (f"+ {name}", "accent") if speaks else (f"\u2212 {name}", "amber")
        for speaks, name in signs_of(key)
    ]


@register.filter
def of(name: str, number: int) -> str:
    """Return what so many rows are called: `contact points` of one is `contact point`."""
    return _singulars().get(name, name) if number == 1 else name


@cache
def _singulars() -> dict[str, str]:
    """Return what many rows are called, with what one is."""
    metas = [model._meta for model in apps.get_models(include_auto_created=True)]  # noqa: SLF001 -- Django's documented name
    plain = {str(meta.verbose_name_plural): str(meta.verbose_name) for meta in metas}
    return plain | ONE


@register.filter
def left_words(line: dict[str, Any]) -> str:
    """Return a line of residue in words: what kind of row it is and what of it changed."""
    changed = [label_of(name.removeprefix("is_")) for name in line["columns"]]
    return f"{kind_of(line['table'])}: {', '.join(changed)}"
