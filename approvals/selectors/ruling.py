"""The codes rules and delegations are written in, as people read them."""

from collections.abc import Iterable
from typing import Final

from approvals import registry
from approvals.choices import OWNER, Role

EVERYTHING: Final = "*"
FAMILIES: Final = {
    "contact": "Anything about contacts",
    "account": "Anything about accounts",
    "opportunity": "Anything about deals",
    "unit": "Anything about units",
    "task": "Anything about tasks",
    "interaction": "Anything about interactions",
    "insight": "Anything about insights",
    "partnertag": "Anything about brokers' tags",
    "identity": "Any merge or split",
    "imports": "Any import or its undoing",
    "mapping": "Anything about mappings",
    "evidence": "Anything about evidence",
    "privacy": "Anything about privacy",
    "policy": "Any change of the rules",
    "qd": "Any change of the score",
    "source": "Anything about sources",
    "user": "Anything about people's logins",
    "token": "Anything about keys of machines",
}
KINDS: Final = {"imports.mapping": "A new reading of columns"}
"""Kinds that rules speak of and no app registers."""
FIELDS: Final = {
    "is_vip": "VIP",
    "override_blockers": "what is merged over a blocker",
    "*": "any field",
}


def kind_in_words(kind: str) -> str:
    """Return a kind of proposal, or a pattern of kinds, in words."""
    if kind == EVERYTHING:
        return "Everything"
    family, _, act = kind.partition(".")
    if act == "*":
        return FAMILIES.get(family, f"Anything about {_spaced(family)}")
    name = KINDS.get(kind, registry.name_of(kind))
    return (
        _spaced(f"{act or family} {family if act else ''}").capitalize() if name == kind else name
    )


def field_in_words(name: str) -> str:
    """Return a field, or a pattern of fields, in words: `*price*` gives `anything with price`."""
    if name in FIELDS:
        return FIELDS[name]
    bare = _spaced(name.strip("*_"))
    return f"anything with {bare}" if "*" in name else bare


def role_in_words(role: str) -> str:
    """Return a role as it stands in a sentence: `administrator`."""
    if role == OWNER:
        return "owner of the record"
    return Role(role).label.lower() if role in Role.values else _spaced(role)


def families() -> list[tuple[str, str]]:
    """Return the patterns of kinds that some operation belongs to, each with its words."""
    known = {kind.partition(".")[0] for kind, _ in registry.kinds()}
    every = [(f"{family}.*", kind_in_words(f"{family}.*")) for family in known]
    return [(EVERYTHING, "Everything"), *sorted(every, key=lambda each: each[1])]


def any_of(words: Iterable[str]) -> str:
    """Return words as one of them may be: `founder, administrator or steward`."""
    *first, last = [*words] or [""]
    return f"{', '.join(first)} or {last}" if first else last


def _spaced(code: str) -> str:
    return code.replace("_", " ").strip()
