"""From the cells of a row to a person."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from imports.cleaning import (
    Stated,
    clean_date,
    clean_emails,
    clean_gender,
    clean_money,
    clean_name,
    clean_phones,
    clean_tags,
    clean_text,
    clean_word,
    compose_full,
    fold,
)
from imports.cleaning.money_words import currency_named
from imports.cleaning.nationalities import nationality_code
from imports.cleaning.result import Issue
from imports.projection import addresses, totals
from imports.projection.labels import FAX, identifies
from imports.projection.state import (
    LINES,
    VISIBLE_NUL,
    Column,
    Handler,
    Projected,
    fit,
    note,
    park,
    release,
    settle,
    wait,
)

FULL, GIVEN, MIDDLE, FAMILY = "full_name", "given_name", "middle_name", "family_name"
PART = 100  # characters of one part of a name
LIMITS = {"salutation": 30, "company_name": 200, "website": 300, FULL: 200}
_JOINTS = str.maketrans("-_", "  ")  # forms of Meta write `self_use`
PURPOSES = {
    "self use": "self_use",
    "own use": "self_use",
    "end use": "self_use",
    "self": "self_use",
    "investment": "investment",
    "invest": "investment",
    "rental": "rental_yield",
    "rental yield": "rental_yield",
    "second home": "second_home",
    "holiday home": "second_home",
}


def text_into(name: str) -> Handler:
    """Return the handler that puts the cleaned text into a golden field."""
    limit = LIMITS.get(name, 120)

    def handle(row: Projected, column: Column, raw: str) -> None:
        value = clean_word(raw)
        if len(value) > limit:
            issue = Issue("too_long", f"longer than {limit} characters", value[:limit])
            settle(row, column, raw, (issue,), ok=False)
            return
        if row.entity.setdefault(name, value) != value:
            park(row, column, raw)  # another column gave it first

    return handle


def owner(row: Projected, column: Column, raw: str) -> None:
    """Take the colleague who looks after the record; a name of nobody here stays with the row."""
    name = clean_word(raw)
    if row.colleagues is not None and name.lower() not in row.colleagues:
        park(row, column, raw)
        return
    _owner(row, column, raw)


def nationality(row: Projected, column: Column, raw: str) -> None:
    """Take the country a person is a citizen of, written as a people or as a country."""
    code = nationality_code(raw)
    if code is None:
        issue = Issue("unknown_country", "This is no nationality we know")
        settle(row, column, raw, (issue,), ok=False)
        return
    row.entity.setdefault("nationality", code)


def gender(row: Projected, column: Column, raw: str) -> None:
    """Take a gender as it is kept here, however the file writes it; a file may know of none."""
    cleaned = clean_gender(raw)
    if cleaned.value == "unspecified":
        park(row, column, raw)
    elif cleaned.value is not None:
        row.entity.setdefault("gender", cleaned.value)
    else:
        settle(row, column, raw, cleaned.issues, ok=False)


def full_name(row: Projected, column: Column, raw: str) -> None:
    """Take a full name, and its parts where no column gives them."""
    name = clean_name(raw.replace(VISIBLE_NUL, ""))
    if any(issue.code == "placeholder" for issue in name.issues):
        settle(row, column, raw, name.issues, ok=False)
        return
    totals.look_at(row, column, raw)
    if len(name.full) > LIMITS[FULL] or VISIBLE_NUL in raw:
        fit(row, column, clean_text(raw), LIMITS[FULL])
    row.entity[FULL] = name.full[: LIMITS[FULL]]
    row.extra["_parts"] = {
        "salutation": name.honorific[:30],
        GIVEN: name.given[:100],
        MIDDLE: name.middle[:100],
        FAMILY: name.family[:100],
    }
    settle(row, column, raw, name.issues, ok=True)


def name_part(part: str) -> Handler:
    """Return the handler of a column that holds one part of the name."""

    def handle(row: Projected, column: Column, raw: str) -> None:
        text = _plain_part(raw)
        if text is None:
            totals.look_at(row, column, raw)
            text = fit(row, column, clean_text(raw), PART)
        row.entity[part] = text

    return handle


@lru_cache(maxsize=8192)
def _plain_part(raw: str) -> str | None:
    """Return the text of a part of a name that nothing is to be said about, else None."""
    text = clean_text(raw)
    odd = VISIBLE_NUL in text or len(text) > PART or totals.reads_like_a_sum(raw)
    return None if odd else text


def phones(row: Projected, column: Column, raw: str) -> None:
    """Take every number of a phone cell; one that cannot be read keeps its text as an issue."""
    kind = "whatsapp" if column.target.endswith("whatsapp") else "phone"
    label, ok = _said(row, column), False
    for phone in clean_phones(raw, region=row.region):
        if phone.e164:
            ok = True
            row.points.append(
                {
                    "kind": kind,
                    "value": phone.e164,
                    "raw": phone.raw,
                    "label": label or ("" if phone.kind == "unknown" else phone.kind),
                    "key": identifies(phone.kind, label),
                    "column": column.position,
                }
            )
        for issue in phone.issues:
            note(row, column, issue, phone.raw)
    settle(row, column, raw, (), ok=ok)


def emails(row: Projected, column: Column, raw: str) -> None:
    """Take every address of an e-mail cell; a placeholder never identifies anyone."""
    ok = False
    for email in clean_emails(raw):
        if email.address and not email.is_placeholder:
            ok = True
            row.points.append(
                {
                    "kind": "email",
                    "value": email.key,
                    "raw": email.address,
                    "label": _said(row, column),
                    "key": True,
                    "column": column.position,
                }
            )
        for issue in email.issues:
            note(row, column, issue, raw)
    settle(row, column, raw, (), ok=ok)


def _said(row: Projected, column: Column) -> str:
    """Return what a number or address is: the row's own word for it, else the header's."""
    return row.labels.get(column.position) or column.label


def linkedin(row: Projected, column: Column, raw: str) -> None:
    """Take the address of a LinkedIn profile."""
    value = clean_text(raw)
    if "linkedin." not in value.lower() or len(value) > 254:  # noqa: PLR2004 -- the column's width
        settle(row, column, raw, (Issue("not_linkedin", "This is no LinkedIn address"),), ok=False)
        return
    row.points.append(
        {"kind": "linkedin", "value": value.lower(), "raw": value, "column": column.position}
    )


def date_into(name: str) -> Handler:
    """Return the handler that puts a date into a golden field."""

    def handle(row: Projected, column: Column, raw: str) -> None:
        cleaned = clean_date(raw, column.dates, not_after=row.today)
        if cleaned.value is not None:
            row.entity.setdefault(name, cleaned.value.isoformat())
        settle(row, column, raw, cleaned.issues, ok=cleaned.value is not None)

    return handle


def money_into(low: str | None, high: str | None) -> Handler:
    """Return the handler that puts an amount or range into the ends of the budget."""

    def handle(row: Projected, column: Column, raw: str) -> None:
        given, issues = _budget(raw, row.currency, column.stated, low, high)
        row.entity.update(given)
        settle(row, column, raw, issues, ok=bool(given))

    return handle


@lru_cache(maxsize=4096)
def _budget(
    raw: str, hint: str | None, stated: Stated, low: str | None, high: str | None
) -> tuple[Mapping[str, str | None], tuple[Issue, ...]]:
    """Return the ends of a budget that a cell gives, none where it is no amount."""
    cleaned = clean_money(raw, currency_hint=hint, stated=stated)
    if cleaned.min is None and cleaned.max is None:
        return {}, cleaned.issues
    if cleaned.currency is None:
        issue = Issue("currency_unknown", "The currency of this amount is not known")
        return {}, (*cleaned.issues, issue)
    given: dict[str, str | None] = {}
    if low is not None:
        given[low] = _written(cleaned.min if high else cleaned.min or cleaned.max)
    if high is not None:
        given[high] = _written(cleaned.max if low else cleaned.max or cleaned.min)
    given["budget_currency"] = cleaned.currency
    return given, cleaned.issues


def currency(row: Projected, column: Column, raw: str) -> None:
    """Take the currency of the row's amounts; it was read before the amounts were."""
    if row.currency and row.currency == currency_named(raw):
        wait(row, "currency")
    else:
        settle(row, column, raw, (), ok=False)
        note(row, column, Issue("unknown_currency", "This is no currency we deal in"), raw)


def purpose(row: Projected, column: Column, raw: str) -> None:
    """Take why somebody buys, where the word is known; other words stay on the source record."""
    known = PURPOSES.get(fold(clean_text(raw)).translate(_JOINTS))
    if known is None:
        park(row, column, raw)
        return
    row.entity["purpose"] = known


def list_into(name: str) -> Handler:
    """Return the handler that puts the items of a cell into a list field."""

    def handle(row: Projected, column: Column, raw: str) -> None:
        items = [item[:60] for item in clean_tags(raw)]
        known = row.entity.setdefault(name, [])
        for item in items:
            if item not in known:
                known.append(item)
        settle(row, column, raw, (), ok=bool(items))

    return handle


_owner = text_into("owner")


def external_id(row: Projected, column: Column, raw: str) -> None:
    """Take the id the exporting system gave the record."""
    value = clean_text(raw)
    if row.external_id or len(value) > 200:  # noqa: PLR2004 -- the column's width
        park(row, column, raw)
        return
    row.external_id = value


HANDLERS: dict[str, Handler] = {
    "contact.full_name": full_name,
    "contact.given_name": name_part(GIVEN),
    "contact.middle_name": name_part(MIDDLE),
    "contact.family_name": name_part(FAMILY),
    "contact.honorific": text_into("salutation"),
    "contact.nickname": list_into("alternate_names"),
    "contact.gender": gender,
    "contact.date_of_birth": date_into("date_of_birth"),
    "contact.nationality": nationality,
    "contact.language": list_into("preferred_languages"),
    "contact.company": text_into("company_name"),
    "contact.department": text_into("department"),
    "contact.job_title": text_into("occupation"),
    "contact.website": text_into("website"),
    "contact.linkedin_url": linkedin,
    "contact.email": emails,
    "contact.phone": phones,
    "contact.whatsapp": phones,
    **addresses.HANDLERS,
    "contact.budget": money_into("budget_min", "budget_max"),
    "contact.budget_min": money_into("budget_min", None),
    "contact.budget_max": money_into(None, "budget_max"),
    "contact.currency": currency,
    "contact.purpose": purpose,
    "contact.unit_config": text_into("configuration"),
    "contact.location_preference": text_into("location_preference"),
    "contact.tags": list_into("tags"),
    "contact.owner": owner,
    "contact.external_id": external_id,
}


def finish(row: Projected) -> None:
    """Put the name together, check the budget and say what a row without a name or key lacks."""
    _finish_name(row)
    _finish_budget(row)
    _finish_points(row)
    addresses.finish(row)
    totals.finish(row)
    release(row, LINES, taken=bool(row.extra.get("notes")))
    if not row.entity.get(FULL):
        row.refusal = "no name, phone or e-mail: nobody to create"
    row.name_key = _key(str(row.entity.get(FULL, "")))


def _finish_name(row: Projected) -> None:
    parts: dict[str, str] = row.extra.pop("_parts", {})
    entity = row.entity
    if not entity.get(GIVEN) and not entity.get(FAMILY):
        entity.update({part: value for part, value in parts.items() if value})
    elif parts.get("salutation"):
        entity.setdefault("salutation", parts["salutation"])
    if not entity.get(FULL):
        entity[FULL] = compose_full(
            entity.get(GIVEN, ""), entity.get(MIDDLE, ""), entity.get(FAMILY, "")
        )[:200]
    if not entity[FULL] and row.points:
        entity[FULL] = str(row.points[0]["raw"])[:200]


def _finish_budget(row: Projected) -> None:
    entity = row.entity
    low, high = entity.get("budget_min"), entity.get("budget_max")
    if low is None and high is None:
        entity.pop("budget_currency", None)
        entity.pop("budget_min", None)
        entity.pop("budget_max", None)
        release(row, "currency", taken=False)
        return
    release(row, "currency", taken=True)
    if low != high and low is not None and high is not None and Decimal(low) > Decimal(high):
        low, high = high, low
    entity["budget_min"], entity["budget_max"] = low, high


def _finish_points(row: Projected) -> None:
    """Keep each value once, and mark the first of each kind, no fax: it becomes the primary one."""
    known: dict[tuple[str, str], dict[str, Any]] = {}
    kinds: set[str] = set()
    for point in row.points:
        kind = point["kind"]
        if known.setdefault((kind, point["value"]), point) is point:
            point["first"] = kind not in kinds and point.get("label") != FAX
            if point["first"]:
                kinds.add(kind)
    row.points = list(known.values())


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    return " ".join(sorted("".join(c if c.isalnum() else " " for c in fold(name)).split()))


def _written(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:.2f}"
