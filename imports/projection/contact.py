"""From the cells of a row to a person."""

from decimal import Decimal
from functools import lru_cache
from typing import Any

from imports.cleaning import (
    clean_date,
    clean_emails,
    clean_money,
    clean_name,
    clean_phones,
    clean_tags,
    clean_text,
    compose_full,
    fold,
)
from imports.cleaning.nationalities import nationality_code
from imports.cleaning.result import Issue
from imports.projection import addresses, totals
from imports.projection.labels import FAX, SWITCHBOARD, label_points
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
LIMITS = {"salutation": 30, "company_name": 200, "website": 300, "gender": 20, FULL: 200}
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
        value = clean_text(raw)
        if len(value) > limit:
            issue = Issue("too_long", f"longer than {limit} characters", value[:limit])
            settle(row, column, raw, (issue,), ok=False)
            return
        if row.entity.setdefault(name, value) != value:
            park(row, column, raw)  # another column gave it first
            return
        settle(row, column, raw, (), ok=True)

    return handle


def owner(row: Projected, column: Column, raw: str) -> None:
    """Take the colleague who looks after the record; a name of nobody here stays with the row."""
    name = clean_text(raw)
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
    settle(row, column, raw, (), ok=True)


def full_name(row: Projected, column: Column, raw: str) -> None:
    """Take a full name, and its parts where no column gives them."""
    name = clean_name(raw.replace(VISIBLE_NUL, ""))
    placeholder = any(issue.code == "placeholder" for issue in name.issues)
    if placeholder:
        settle(row, column, raw, name.issues, ok=False)
        return
    totals.look_at(row, column, raw)
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
        totals.look_at(row, column, raw)
        row.entity[part] = fit(row, column, clean_text(raw), PART)
        settle(row, column, raw, (), ok=True)

    return handle


def phones(row: Projected, column: Column, raw: str) -> None:
    """Take every number of a phone cell; one that cannot be read keeps its text as an issue."""
    kind = "whatsapp" if column.target.endswith("whatsapp") else "phone"
    label = str(column.attrs.get("type", ""))
    found = clean_phones(raw, region=row.region)
    for phone in found:
        if phone.e164:
            row.points.append(
                {
                    "kind": kind,
                    "value": phone.e164,
                    "raw": phone.raw,
                    "label": label or ("" if phone.kind == "unknown" else phone.kind),
                    "key": phone.kind != "fixed" and label not in SWITCHBOARD,
                    "column": column.position,
                }
            )
        for issue in phone.issues:
            note(row, column, issue, phone.raw)
    settle(row, column, raw, (), ok=any(phone.e164 for phone in found))


def emails(row: Projected, column: Column, raw: str) -> None:
    """Take every address of an e-mail cell; a placeholder never identifies anyone."""
    found = clean_emails(raw)
    for email in found:
        if email.address and not email.is_placeholder:
            row.points.append(
                {
                    "kind": "email",
                    "value": email.key,
                    "raw": email.address,
                    "label": str(column.attrs.get("type", "")),
                    "key": True,
                    "column": column.position,
                }
            )
        for issue in email.issues:
            note(row, column, issue, raw)
    settle(row, column, raw, (), ok=any(e.address and not e.is_placeholder for e in found))


def linkedin(row: Projected, column: Column, raw: str) -> None:
    """Take the address of a LinkedIn profile."""
    value = clean_text(raw)
    if "linkedin." not in value.lower() or len(value) > 254:  # noqa: PLR2004 -- the column's width
        settle(row, column, raw, (Issue("not_linkedin", "This is no LinkedIn address"),), ok=False)
        return
    row.points.append(
        {"kind": "linkedin", "value": value.lower(), "raw": value, "column": column.position}
    )
    settle(row, column, raw, (), ok=True)


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
        cleaned = clean_money(raw, currency_hint=row.currency)
        ok = cleaned.min is not None or cleaned.max is not None
        issues = cleaned.issues
        if ok and cleaned.currency is None:
            issues += (Issue("currency_unknown", "The currency of this amount is not known"),)
            ok = False
        if ok:
            _set_end(row.entity, low, cleaned.min if high else cleaned.min or cleaned.max)
            _set_end(row.entity, high, cleaned.max if low else cleaned.max or cleaned.min)
            row.entity["budget_currency"] = cleaned.currency
        settle(row, column, raw, issues, ok=ok)

    return handle


def currency(row: Projected, column: Column, raw: str) -> None:
    """Take the currency of the row's amounts; it was read before the amounts were."""
    if row.currency == raw.strip().upper():
        wait(row, "currency")
    else:
        settle(row, column, raw, (), ok=False)
        note(row, column, Issue("unknown_currency", "This is no currency we deal in"), raw)


def purpose(row: Projected, column: Column, raw: str) -> None:
    """Take why somebody buys, where the word is known; other words stay on the source record."""
    known = PURPOSES.get(fold(clean_text(raw)).replace("-", " "))
    if known is None:
        park(row, column, raw)
        return
    row.entity["purpose"] = known
    settle(row, column, raw, (), ok=True)


def list_into(name: str) -> Handler:
    """Return the handler that puts the items of a cell into a list field."""

    def handle(row: Projected, column: Column, raw: str) -> None:
        items = [item[:60] for item in clean_tags(raw)]
        known = row.entity.setdefault(name, [])
        known.extend(item for item in items if item not in known)
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
    settle(row, column, raw, (), ok=True)


HANDLERS: dict[str, Handler] = {
    "contact.full_name": full_name,
    "contact.given_name": name_part(GIVEN),
    "contact.middle_name": name_part(MIDDLE),
    "contact.family_name": name_part(FAMILY),
    "contact.honorific": text_into("salutation"),
    "contact.nickname": list_into("alternate_names"),
    "contact.gender": text_into("gender"),
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
    if not any(entity.get(part) for part in (GIVEN, FAMILY)):
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
    if low is not None and high is not None and Decimal(low) > Decimal(high):
        low, high = high, low
    entity["budget_min"], entity["budget_max"] = low, high


def _finish_points(row: Projected) -> None:
    """Keep each value once, and mark the first of each kind, no fax: it becomes the primary one."""
    label_points(row.points, row.labels)
    known: dict[tuple[str, str], dict[str, Any]] = {}
    kinds: set[str] = set()
    for point in row.points:
        if known.setdefault((point["kind"], point["value"]), point) is point:
            point["first"] = point["kind"] not in kinds and point.get("label") != FAX
            if point["first"]:
                kinds.add(point["kind"])
    row.points = list(known.values())


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    return " ".join(sorted("".join(c if c.isalnum() else " " for c in fold(name)).split()))


def _set_end(entity: dict[str, Any], name: str | None, value: Decimal | None) -> None:
    if name is not None:
        entity[name] = None if value is None else f"{value:.2f}"
