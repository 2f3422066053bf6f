"""From the cells of a row to a deal."""

import re

from imports.cleaning import clean_datetime, clean_money, clean_text, fold
from imports.cleaning.result import Issue
from imports.projection.activity import PEOPLE, finish_person, named, person, zone_of
from imports.projection.contact import currency, external_id
from imports.projection.state import Column, Handler, Projected, fit, park, release, settle, wait

# stages as other systems call them; a stage of our own by its name needs no entry
STAGES = {
    "new": "new_enquiry", "lead": "new_enquiry", "lead in": "new_enquiry",
    "new lead": "new_enquiry", "fresh lead": "new_enquiry", "fresh": "new_enquiry",
    "lead received": "new_enquiry", "new deal": "new_enquiry", "not contacted": "new_enquiry",
    "enquiry": "new_enquiry", "inquiry": "new_enquiry", "open": "new_enquiry",
    "prospecting": "new_enquiry",
    "contact made": "contacted", "attempted to contact": "contacted", "follow up": "contacted",
    "qualified": "qualified", "qualification": "qualified",
    "qualified to buy": "qualified", "needs analysis": "qualified",
    "appointment scheduled": "site_visit_scheduled", "visit scheduled": "site_visit_scheduled",
    "viewing scheduled": "site_visit_scheduled", "viewing booked": "site_visit_scheduled",
    "viewing arranged": "site_visit_scheduled", "viewing": "site_visited",
    "viewing done": "site_visited", "viewing completed": "site_visited", "viewed": "site_visited",
    "visit done": "site_visited", "second viewing": "revisited", "revisit": "revisited",
    "demo scheduled": "site_visit_scheduled", "site visit": "site_visited",
    "site visit done": "site_visited", "presentation scheduled": "site_visit_scheduled",
    "proposal": "negotiation", "proposal made": "negotiation",
    "offer": "negotiation", "offer made": "negotiation", "negotiating": "negotiation",
    "proposal price quote": "negotiation", "negotiations started": "negotiation",
    "negotiation review": "negotiation", "decision maker bought in": "negotiation",
    "contract sent": "negotiation", "token": "eoi", "token paid": "eoi", "eoi": "eoi",
    "closed won": "won", "won": "won", "closed lost": "lost", "lost": "lost", "dead": "lost",
    "booked": "booking",
}  # fmt: skip
STATUSES = {"open": "", "active": "", "in progress": "", "won": "won", "closed won": "won",
            "lost": "lost", "closed lost": "lost", "abandoned": "lost"}  # fmt: skip
ENDS = frozenset({"won", "lost"})
WON = "booking"
LOST = (
    ("lost_financing", r"loan|financ|fund|mortgage|sanction"),
    ("lost_budget", r"budget|pric|expens|afford|cost"),
    ("lost_location", r"locat|far|area|distance"),
    ("lost_timing", r"tim|later|postpon|delay|possession|not now"),
    ("lost_competitor", r"compet|bought (?:else|other)|elsewhere|other (?:project|builder)"),
    ("lost_no_response", r"respon|reach|unresponsive|silent|ghost|no answer"),
    ("junk", r"junk|spam|fake|duplicate|wrong number"),
)
_EDGES = re.compile(r"[\W_]+")
_EXPECTED = re.compile(r"expect|estimat|forecast|target|plan|project|anticipat|due|deadline")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*(%?)")
WHOLE = 100
LONGEST = 200


def name(row: Projected, column: Column, raw: str) -> None:
    """Take the title of the deal."""
    row.entity["name"] = fit(row, column, clean_text(raw), LONGEST)


def stage(row: Projected, column: Column, raw: str) -> None:
    """Take the step of the pipeline: ours by its name, another system's where it is known.

    One that is neither is told as an issue and stays on the source record.
    """
    name, words = clean_text(raw), _words(raw)
    code = STAGES.get(words, words.replace(" ", "_"))
    if row.stages is not None and {code, name.lower()}.isdisjoint(ENDS | row.stages.keys()):
        issue = Issue("unknown_stage", "No stage here is called so; the deal stands elsewhere")
        settle(row, column, raw, (issue,), ok=False)
        row.extra["stage"] = raw
        return
    row.entity["stage_name"], row.entity["stage"] = name, code


def status(row: Projected, column: Column, raw: str) -> None:
    """Take whether it was won or lost; other words stay on the source record."""
    known = STATUSES.get(_words(raw))
    if known is None:
        park(row, column, raw)
        return
    row.extra["_status"] = known


def amount(row: Projected, column: Column, raw: str) -> None:
    """Take the value of the deal; a range, and an amount of no known currency, stay raw."""
    cleaned = clean_money(raw, currency_hint=row.currency, stated=column.stated)
    value, issues = cleaned.min, cleaned.issues
    ok = value is not None and cleaned.max in (None, value)
    if ok and cleaned.currency is None:
        issues += (Issue("currency_unknown", "The currency of this amount is not known"),)
        ok = False
    if ok:
        row.entity["amount"], row.entity["currency"] = f"{value:.2f}", cleaned.currency
    settle(row, column, raw, issues, ok=ok)


def day_into(field: str) -> Handler:
    """Return the handler that puts a day into a field of the deal."""

    def handle(row: Projected, column: Column, raw: str) -> None:
        zone = zone_of(row)
        cleaned = clean_datetime(raw, column.dates, zone=zone)
        if cleaned.value is not None:
            row.entity[field] = cleaned.value.astimezone(zone).isoformat()
        settle(row, column, raw, cleaned.issues, ok=cleaned.value is not None)

    return handle


def closes(row: Projected, column: Column, raw: str) -> None:
    """Take the day it is to close; of a deal that is closed it is the day it did so.

    A day that was only expected is noted as such.
    """
    _close(row, column, raw)
    if "close" in row.entity and _EXPECTED.search(_words(column.header)):
        row.entity["expected"] = True


def closed(row: Projected, column: Column, raw: str) -> None:
    """Take when it was won or lost; of a deal that is open it stays on the source record."""
    zone = zone_of(row)
    cleaned = clean_datetime(raw, column.dates, zone=zone)
    if cleaned.value is None or "closed" in row.entity:
        ok = cleaned.value is not None
        park(row, column, raw) if ok else settle(row, column, raw, cleaned.issues, ok=False)
        return
    row.entity["closed"] = cleaned.value.astimezone(zone).isoformat()
    row.extra["closed_at"] = raw
    wait(row, "closed")


def probability(row: Projected, column: Column, raw: str) -> None:
    """Take the chance of winning in percent; a fraction such as 0.4 is forty of them."""
    found = _PERCENT.fullmatch(clean_text(raw))
    value = float(found[1]) if found else -1.0
    if found and not found[2] and "." in found[1] and value <= 1:
        value *= WHOLE
    ok = 0 <= value <= WHOLE
    issues = () if ok else (Issue("not_a_percentage", "This is no probability"),)
    if ok:
        row.entity["probability"] = round(value)
    settle(row, column, raw, issues, ok=ok)


def lost_reason(row: Projected, _column: Column, raw: str) -> None:
    """Take why it was lost; of a deal that is not lost it stays on the source record."""
    row.entity["loss_reason"] = clean_text(raw)[:300]
    wait(row, "loss_reason")


_close = day_into("close")
HANDLERS: dict[str, Handler] = {
    "opportunity.name": name,
    "opportunity.stage": stage,
    "opportunity.status": status,
    "opportunity.amount": amount,
    "opportunity.currency": currency,
    "opportunity.close_date": closes,
    "opportunity.closed_at": closed,
    "opportunity.created_at": day_into("began"),
    "opportunity.probability": probability,
    "opportunity.lost_reason": lost_reason,
    "opportunity.contact": person,
    "opportunity.account": named("account"),
    "opportunity.owner": named("owner"),
    "opportunity.external_id": external_id,
    **PEOPLE,
}


def finish(row: Projected) -> None:
    """Settle the stage of the deal, and say what a row without a name lacks."""
    entity = row.entity
    finish_person(row)
    if not entity.get("name") and row.extra.get("_name"):
        entity["name"] = str(row.extra["_name"])[:LONGEST]
    end = row.extra.pop("_status", "") or (
        entity["stage"] if entity.get("stage") in ("won", "lost") else ""
    )
    if end == "won":
        entity["stage"] = WON
    elif end == "lost":
        entity["stage"] = _lost(str(entity.get("loss_reason", "")))
    elif "loss_reason" in entity:
        row.extra["lost_reason"] = entity.pop("loss_reason")
    release(row, "loss_reason", taken="loss_reason" in entity)
    release(row, "currency", taken="amount" in entity)
    _finish_closed(row, ended=bool(end))
    if not entity.get("name"):
        row.refusal = "no name: it is not said which deal this is"
    elif end == "lost" and not entity["stage"]:
        row.refusal = "lost, but for no reason that has a stage: say why in a column"


def _finish_closed(row: Projected, *, ended: bool) -> None:
    """Keep the moment of closing of what is closed, and leave that of an open deal aside."""
    entity = row.entity
    stages = row.stages or {}
    names = (str(entity.get("stage", "")), str(entity.get("stage_name", "")).lower())
    ended = ended or any(stages.get(name, False) for name in names)
    if ended:
        row.extra.pop("closed_at", None)
    else:
        entity.pop("closed", None)
    release(row, "closed", taken=ended)


def _lost(reason: str) -> str:
    """Return the stage of what was lost for a reason, empty where no stage stands for it."""
    text = fold(reason)
    return next((code for code, pattern in LOST if re.search(pattern, text)), "")


def _words(raw: str) -> str:
    return _EDGES.sub(" ", fold(clean_text(raw))).strip()
