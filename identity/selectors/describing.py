"""Merges, unmerges and splits as review pages show them."""

from typing import Any

from django.urls import NoReverseMatch, reverse

from accounts.models import Account
from approvals.models import ProposalItem
from contacts.choices import PointKind
from contacts.models import Contact, ContactPoint
from contacts.selectors import grouped_number
from core.selectors.spelling import spelled
from identity.models import FieldLock, MergeOperation, SourceRecord, Training
from identity.selectors.claims import ATTRIBUTES, stored
from identity.selectors.saying import said

ACCOUNT_VALUES = (
    "display_name", "legal_name", "kind", "industry", "website", "phone", "country", "city",
    "employee_count", "description", "owner",
)  # fmt: skip
SHARES = ("loss", "precision", "recall")
LABELS = {"nri_status": "NRI status"}


def describe_merge(item: ProposalItem) -> dict[str, Any]:
    """Return the people of a merge and the attributes in which they differ."""
    losers = list(Contact.objects.filter(uid__in=item.after.get("losers", ())).order_by("pk"))
    survivor = Contact.objects.filter(uid__in=[item.target_uid]).first()
    if survivor is None:
        return {"label": "a person who does not exist", "url": "", "rows": []}
    rows = [
        _row(name, original=_shown([survivor], name), current=_shown(losers, name), proposed=taken)
        for name, taken in _taken(item, survivor, losers)
    ]
    if against := item.after.get("override_blockers"):
        rows.insert(0, _row("over these blockers", proposed=", ".join(against), flag="conflict"))
    return {"label": str(survivor), "url": url_of(survivor), "rows": rows}


def describe_account_merge(item: ProposalItem) -> dict[str, Any]:
    """Return the values in which two accounts to be merged differ, and which will stand."""
    found = {str(each.uid): each for each in accounts_of(item)}
    survivor, loser = found.get(str(item.target_uid)), found.get(item.after.get("loser", ""))
    if survivor is None or loser is None:
        return {"label": "an account that does not exist", "url": "", "rows": []}
    rows = [
        _row(
            name.replace("_", " "),
            original=(mine := _of_account(survivor, name)),
            current=(theirs := _of_account(loser, name)),
            proposed=mine or theirs,
        )
        for name in ACCOUNT_VALUES
        if getattr(survivor, name) != getattr(loser, name)
    ]
    url = reverse("client360:account", args=[survivor.uid])
    return {"label": f"{loser} into {survivor}", "url": url, "rows": rows}


def _of_account(account: Account, name: str) -> str:
    """Return a value of an account in words: a kind's label, a number in groups."""
    if name == "kind":
        return account.get_kind_display()
    value = getattr(account, name)
    return grouped_number(value) if name == "phone" else str(spelled(name, value) or "")


def accounts_of(item: ProposalItem) -> list[Account]:
    """Return the accounts a merge of accounts names, those that exist."""
    uids = [item.target_uid, item.after.get("loser")]
    return list(Account.objects.filter(uid__in=[uid for uid in uids if uid]))


def describe_unmerge(item: ProposalItem) -> dict[str, Any]:
    """Return who stands again after a merge is undone."""
    operation = MergeOperation.objects.filter(uid=item.after["operation"]).first()
    if operation is None:
        return {"label": "a merge that does not exist", "url": "", "rows": []}
    names = ", ".join(str(each) for each in operation.losers.order_by("pk"))
    return {
        "label": str(operation.survivor),
        "url": url_of(operation.survivor),
        "rows": [
            _row("stand again", current="merged", proposed=names),
            _row("rows to go back", proposed=operation.moves.count()),
        ],
    }


def describe_split(item: ProposalItem) -> dict[str, Any]:
    """Return the source records that get a person of their own, or go back to where they were."""
    done = item.reverts
    contact = Contact.objects.filter(uid__in=[(done or item).target_uid]).first()
    named = (done.after if done else item.after).get("records", ())
    records = SourceRecord.objects.filter(uid__in=named).select_related("source", "contact")
    proposed = f"with {contact} again" if done else "a person of its own"
    return {
        "label": str(contact or ""),
        "url": url_of(contact) if contact else "",
        "rows": [
            _row(f"record {each}", current=str(each.contact or ""), proposed=proposed)
            for each in records
        ],
    }


def describe_unlock(item: ProposalItem) -> dict[str, Any]:
    """Return whose value is to follow its sources again, who locked it and why."""
    attribute = str(item.after.get("unlock", ""))
    held = FieldLock.objects.filter(contact__uid__in=[item.target_uid], attribute=attribute)
    standing = held.select_related("by").first()
    contact = Contact.objects.filter(uid__in=[item.target_uid]).first()
    now = f"locked by {standing.by}: {standing.reason}" if standing else "not locked"
    return {
        "label": str(contact or ""),
        "url": url_of(contact) if contact else "",
        "rows": [_row(f"lock on {label_of(attribute)}", current=now, proposed="lifted")],
    }


def describe_model(item: ProposalItem) -> dict[str, Any]:
    """Return what a learned model was taught and how it did on decisions it had not seen."""
    uid = item.after.get("training")
    training = Training.objects.filter(uid=uid).select_related("by").first() if uid else None
    if training is None:
        return {
            "label": "the shipped model",
            "url": "",
            "rows": [_row("decisions learned from", proposed=0)],
        }
    before, after = training.figures["before"], training.figures["after"]
    rows = [
        _row("decisions learned from", proposed=f"{training.pairs}, {training.same} of one person"),
        *(_row(name, current=before[name], proposed=after[name]) for name in SHARES),
        _row(
            "linked without a person",
            current=_linked(before),
            proposed=_linked(after),
        ),
    ]
    url = reverse("admin:identity_training_change", args=[training.pk])
    return {"label": training.version, "url": url, "rows": rows}


def _linked(figures: dict[str, Any]) -> str:
    return f"{figures['linked']}, {figures['mislinked']} of them wrongly"


def url_of(contact: Contact) -> str:
    """Return the address of a person's page, empty where the site shows none."""
    try:
        return reverse("client360:contact", args=[contact.uid])
    except NoReverseMatch:
        return ""


def _taken(item: ProposalItem, survivor: Contact, losers: list[Contact]) -> list[tuple[str, str]]:
    """Return the attributes that differ, each with the chosen value or who decides."""
    people = {str(each.uid): each for each in (survivor, *losers)}
    chosen = item.after.get("choices", {})
    found = []
    for name in ATTRIBUTES:
        if len({repr(stored(each, name)) for each in people.values()}) > 1:
            person = people.get(chosen.get(name, ""))
            found.append((name, said(person, name) if person else "as the sources decide"))
    for name in sorted(set(chosen) & set(PointKind.values)):
        person = people.get(chosen[name])
        found.append((name, f"those of {person}" if person else "both"))
    return found


def _shown(people: list[Contact], name: str) -> str:
    if name in PointKind.values:
        points = ContactPoint.objects.filter(contact__in=people, kind=name)
        values = points.exclude(status="retired").values_list("value_norm", flat=True)
        return ", ".join(values if name == PointKind.EMAIL else map(grouped_number, values))
    return " | ".join(text for each in people if (text := said(each, name)))


def label_of(name: str) -> str:
    """Return an attribute in words: `preferred_languages` gives `preferred languages`."""
    return LABELS.get(name, name.removesuffix("_id").replace("_", " "))


def _row(label: str, **values: Any) -> dict[str, Any]:
    blank = {"original": "", "current": "", "proposed": "", "flag": "change"}
    return {"name": label, "label": label_of(label), **blank, **values}
