"""How values look on review pages."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from django import template
from django.apps import apps
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import get_text_list

from approvals.choices import EventType, ProposalState, Risk
from approvals.registry import name_of

register = template.Library()

VERBS = {
    "created": "create",
    "updated": "update",
    "archived": "archive",
    "restored": "restore",
    "merged": "merge away",
    "unmerged": "set apart again",
    "erased": "erase",
}
OUTCOMES = {
    "applied": "would be applied",
    "more": "would go on in steps",
    "noop": "nothing to change",
    "conflict": "would be refused",
}
RISK_TONES = {Risk.LOW: "", Risk.MEDIUM: "blue", Risk.HIGH: "amber", Risk.CRITICAL: "red"}
STATE_TONES = {
    ProposalState.DRAFT: "",
    ProposalState.PENDING: "blue",
    ProposalState.CHANGES_REQUESTED: "amber",
    ProposalState.APPROVED: "accent",
    ProposalState.APPLYING: "accent",
    ProposalState.APPLIED: "accent",
    ProposalState.PARTIALLY_APPLIED: "amber",
    ProposalState.CONFLICT: "red",
    ProposalState.FAILED: "red",
    ProposalState.REJECTED: "red",
}
STEP_ICONS = {
    EventType.APPROVED: "check",
    EventType.AUTO_APPROVED: "check",
    EventType.APPLIED: "check",
    EventType.REJECTED: "close",
    EventType.COMMENTED: "chat",
    EventType.CHANGES_REQUESTED: "retry",
    EventType.APPLY_FAILED: "alert",
    EventType.ITEM_CONFLICT: "alert",
}


@register.filter
def kind_name(kind: str) -> str:
    """Return what people call a kind of proposal."""
    return name_of(kind)


@register.filter
def risk_tone(risk: int) -> str:
    """Return the colour of a risk."""
    return RISK_TONES.get(Risk(risk), "")


@register.filter
def state_tone(state: str) -> str:
    """Return the colour of a proposal's state."""
    return STATE_TONES.get(ProposalState(state), "")


@register.filter
def step_icon(step: str) -> str:
    """Return the symbol of a step in a proposal's life."""
    return STEP_ICONS.get(EventType(step), "history")


@register.filter
def value(given: Any) -> SafeString | str:
    """Return a value as people read it: lists with commas, objects as `name: value`."""
    if given in (None, "", [], {}):
        return format_html('<span class="muted">{}</span>', "empty")
    if isinstance(given, dict | list):
        return _several(given)
    if isinstance(given, bool):
        return "Yes" if given else "No"
    return _moment(given) if isinstance(given, date) else str(given)


def _several(given: dict[str, Any] | list[Any]) -> SafeString | str:
    if isinstance(given, dict) and not _nested(list(given.values())):
        return "; ".join(f"{name}: {part}" for name, part in given.items())
    if isinstance(given, list) and all(isinstance(each, dict) for each in given):
        return format_html_join(mark_safe("<br>"), "{}", ((value(each),) for each in given))
    if isinstance(given, dict) or _nested(given):
        text = json.dumps(given, indent=2, ensure_ascii=False, default=str)
        return format_html('<pre class="laid">{}</pre>', text)
    return ", ".join(map(str, given))


@register.filter
def records(entity_type: str, count: int) -> str:
    """Return what so many records of a type are called: `unithold` gives `unit hold`."""
    known = _names().get(entity_type)
    return known[count != 1] if known else entity_type


@cache
def _names() -> dict[str, tuple[str, str]]:
    every = (model._meta for model in apps.get_models())  # noqa: SLF001 -- Django's documented name
    return {
        str(each.model_name): (str(each.verbose_name), str(each.verbose_name_plural))
        for each in every
    }


@register.filter
def beside(heads: Sequence[Any], texts: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Return columns with what a row says in each."""
    return list(zip(heads, texts, strict=True))


@register.filter
def standing(texts: Sequence[Any]) -> str:
    """Return whether a row has something to look at: `same` where every column says one thing."""
    return "same" if len(set(map(str, texts))) == 1 else "change"


@register.filter
def fact(given: Any) -> SafeString | str:
    """Return a single value: a count with its thousands apart, the rest as any value."""
    return f"{given:,}" if type(given) is int else value(given)


@register.filter
def deeds(written: Sequence[Mapping[str, Any]]) -> str:
    """Return what would be written as one sentence: `create 8 accounts and update 1 contact`."""
    by_verb: dict[str, list[str]] = {}
    for each in written:
        count, verb = each["count"], VERBS.get(each["op"], each["op"].replace("_", " "))
        by_verb.setdefault(verb, []).append(f"{count:,} {records(each['entity_type'], count)}")
    return "; ".join(f"{verb} {get_text_list(things, 'and')}" for verb, things in by_verb.items())


@register.filter
def outcome(code: str) -> str:
    """Return what trying an item came to, in words."""
    return OUTCOMES.get(code, code)


@register.filter
def of(found: Mapping[Any, Any], key: Any) -> Any:
    """Return what a mapping holds under a key, None for nothing."""
    return found.get(key)


def _moment(given: date) -> str:
    if isinstance(given, datetime):
        return date_format(timezone.localtime(given), "j M Y, H:i")
    return date_format(given, "j M Y")


def _nested(values: list[Any]) -> bool:
    return any(isinstance(each, dict | list) for each in values)
