"""From the cells of a row to an account."""

import re

from imports.cleaning import clean_phones, clean_text, clean_word, fold
from imports.cleaning.countries import country_code
from imports.cleaning.result import Issue
from imports.projection import totals
from imports.projection.contact import external_id, text_into
from imports.projection.markup import prose
from imports.projection.state import Column, Handler, Projected, fit, note, park, settle

LONGEST_NAME = 200
_HOST = re.compile(r"^(?:https?://)?(?:www\.)?([^/:?#\s]+\.[a-z]{2,})", re.IGNORECASE)
_LAWFUL = re.compile(
    r"\b(?:private limited|pvt\.? ltd\.?|limited|ltd\.?|llp|llc|fze|fzco|fz-llc|pjsc|inc\.?)\b",
    re.IGNORECASE,
)


def name(row: Projected, column: Column, raw: str) -> None:
    """Take the account's name."""
    totals.look_at(row, column, raw)
    row.entity["display_name"] = fit(row, column, clean_text(raw), LONGEST_NAME)


def website(row: Projected, column: Column, raw: str) -> None:
    """Take a website and the domain it stands on."""
    host = _HOST.match(clean_text(raw))
    if host is None:
        settle(row, column, raw, (Issue("not_a_website", "This is no web address"),), ok=False)
        return
    row.entity.setdefault("website", clean_text(raw)[:300])
    row.entity.setdefault("domain", host[1].lower()[:200])


def phone(row: Projected, column: Column, raw: str) -> None:
    """Take the first number that can be read."""
    found = clean_phones(raw, region=row.region)
    good = next((p.e164 for p in found if p.e164), None)
    if good:
        row.entity.setdefault("phone", good)
    for number in found:
        for issue in number.issues:
            note(row, column, issue, raw)
    settle(row, column, raw, (), ok=good is not None)


def country(row: Projected, column: Column, raw: str) -> None:
    """Take the country."""
    code = country_code(raw)
    if code is None:
        issue = Issue("unknown_country", "This is no country we know")
        settle(row, column, raw, (issue,), ok=False)
        return
    row.entity.setdefault("country", code)


def city(row: Projected, _column: Column, raw: str) -> None:
    """Take the city."""
    row.entity.setdefault("city", clean_word(raw)[:120])


def employees(row: Projected, column: Column, raw: str) -> None:
    """Take the number of people who work there; a range stays on the source record."""
    digits = clean_text(raw).replace(",", "")
    if not digits.isdecimal() or len(digits) > 8:  # noqa: PLR2004 -- more people than there are
        park(row, column, raw)
        return
    row.entity["employee_count"] = int(digits)


def description(row: Projected, _column: Column, raw: str) -> None:
    """Take a description of any length."""
    row.entity["description"] = prose(raw)


HANDLERS: dict[str, Handler] = {
    "account.name": name,
    "account.website": website,
    "account.phone": phone,
    "account.country": country,
    "account.city": city,
    "account.industry": text_into("industry"),
    "account.employee_count": employees,
    "account.description": description,
    "account.external_id": external_id,
}


def finish(row: Projected) -> None:
    """Say what a row without a name lacks, and what reads like totals."""
    totals.finish(row, sure=True)
    if not row.entity.get("display_name"):
        row.refusal = "no name: nothing to create"
    row.name_key = account_key(str(row.entity.get("display_name", "")))


def account_key(text: str) -> str:
    """Return the folded name without its legal form, for comparing accounts."""
    return " ".join(_LAWFUL.sub(" ", fold(text)).replace(",", " ").replace(".", " ").split())
