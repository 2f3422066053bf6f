"""Merges in the words of a reviewer: the people beside each other, and what will stand."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.urls import reverse

from accounts.models import Account
from approvals.models import ProposalItem
from approvals.registry import Told
from approvals.services import trying
from contacts.models import Contact
from core.choices import Mask
from core.models import User
from core.selectors.masking import DOTS, masked, masks, sees_points
from identity.choices import LikeReason
from identity.models import AccountCandidate, MergeOperation
from identity.selectors.claims import ATTRIBUTES
from identity.selectors.comparing import Line, lines_of
from identity.selectors.describing import accounts_of, describe_account_merge, label_of, url_of
from identity.selectors.evidence import (
    BARE,
    Reason,
    candidate_of,
    reasons_of,
    shared_points,
)
from identity.selectors.obstacles import blockers, warnings
from identity.selectors.queue import may_review
from identity.selectors.saying import in_words, said
from identity.selectors.spelling import day_in_words, spelled_out
from identity.services.errors import IdentityError
from identity.services.merging import BOTH, Order, preview
from identity.services.proposing import people_of
from identity.survivorship import columns_of

AMOUNTS = ("budget_min", "budget_max")
STANDS = "What will stand"


def tell_merge(item: ProposalItem, reader: User) -> Told | None:
    """Return the people of a merge side by side with what will stand, and why they may be one.

    Of a merge that was carried out: as they were then, and what stands now.
    """
    survivor, losers = people_of(item)
    people = [survivor, *losers]
    done = MergeOperation.objects.filter(proposal=item.proposal_id).first()
    rows = _merged(done, people, reader) if done else _to_merge(item, people, reader)
    why = _reasons(item, people)
    heads = [(str(each), _page(each, reader)) for each in people]
    return Told(
        heads=[*heads, ("What stands now" if done else STANDS, "")],
        rows=rows,
        signs=[_sign(each, reader) for each in why if each.points > 0],
        against=[
            *(_sign(each, reader) for each in why if each.points < 0),
            *([] if done else (each.words for each in blockers(people))),
        ],
        beware=[] if done else [each.words for each in warnings(survivor, losers)],
        links=[*_open(heads), *_links(people, reader)],
    )


def tell_account_merge(item: ProposalItem, reader: User) -> Told | None:
    """Return two accounts to be merged side by side with what will stand."""
    found = {str(each.uid): each for each in accounts_of(item)}
    survivor, loser = found.get(str(item.target_uid)), found.get(item.after.get("loser", ""))
    if survivor is None or loser is None:
        return None
    rows = [
        (str(row["label"]), [row["original"], row["current"], row["proposed"]])
        for row in describe_account_merge(item)["rows"]
    ]
    heads = [_account(survivor, reader), _account(loser, reader)]
    pair = [("Side by side", reverse("identity:account", args=[survivor.uid]))]
    return Told(
        heads=[*heads, (STANDS, "")],
        rows=rows,
        signs=_likeness(survivor, loser),
        links=[*_open(heads), *(pair if may_review(reader) else [])],
    )


def _to_merge(
    item: ProposalItem, people: Sequence[Contact], reader: User
) -> list[tuple[str, list[str]]]:
    """Return what the people say, line by line, each with what a merge would leave standing."""
    choices: Mapping[str, str] = item.after.get("choices", {})
    texts = _standing(item, people, reader)
    rows = []
    for line in sorted(lines_of(people, by=reader), key=_place):
        if line.may_keep_both:
            sides = [side.text for side in line.sides] + [_points(line, choices)]
            told = [_veiled_points(text, reader) for text in sides]
        else:
            told = _veiled_line(line, texts.get(line.name, ""), people, reader)
        rows.append((line.label, [day_in_words(text) for text in told]))
    return rows


def _veiled_line(line: Line, stands: str, people: Sequence[Contact], reader: User) -> list[str]:
    """Return what each says of an attribute and what will stand; what is hidden stays so.

    What will stand may be anybody's value, so one hidden side hides it.
    """
    sides = [
        _veiled(line.name, side.text, person, reader)
        for side, person in zip(line.sides, people, strict=True)
    ]
    hidden = any(_mask(line.name, person, reader) for person in people)
    return [*sides, DOTS if hidden and any(sides) else stands]


def _place(line: Line) -> int:
    """Return where a line stands: the name, what the people differ in, what one alone says."""
    return 0 if line.name == "name" else 1 if line.differs else 2 if line.lone else 3


def _standing(item: ProposalItem, people: Sequence[Contact], reader: User) -> dict[str, str]:
    """Return the values that would stand, tried and taken back; nothing where that is refused."""
    order = Order(
        survivor=people[0], losers=people[1:], choices=item.after.get("choices", {}), override=True
    )
    try:
        with trying():
            return preview(order, by=reader).texts
    except (IdentityError, ValidationError, OperationalError):
        return {}


def _merged(
    done: MergeOperation, people: Sequence[Contact], reader: User
) -> list[tuple[str, list[str]]]:
    """Return what the people said when they were merged, from its journal, and what stands now."""
    rows = []
    for name in ATTRIBUTES:
        then = [_then(done.snapshot.get(str(each.uid), {}), name) for each in people]
        if len(set(then)) > 1:
            hidden = any(_mask(name, each, reader) for each in people)
            texts = [*then, said(people[0], name)]
            rows.append(
                (label_of(name), [DOTS if hidden and t else day_in_words(t) for t in texts])
            )
    return rows


def _then(kept: Mapping[str, Any], name: str) -> str:
    """Return what a row kept in the journal said of an attribute."""
    values = {column: kept.get(column) for column in columns_of(name)}
    for column in AMOUNTS:
        if values.get(column) is not None:
            values[column] = Decimal(str(values[column]))
    return in_words(name, values)


def _mask(name: str, person: Contact, reader: User) -> str:
    """Return the mask over an attribute of a person, or over a column of it; empty for none."""
    found = masks(reader, "contact", owned=person.owner_id == reader.pk)
    return next((found[each] for each in (name, *columns_of(name)) if each in found), "")


def _veiled(name: str, text: str, person: Contact, reader: User) -> str:
    mask = _mask(name, person, reader)
    return str(masked(mask, text) or DOTS) if mask and text and DOTS not in text else text


def _veiled_points(text: str, reader: User) -> str:
    """Return numbers and addresses, masked for who does not see them."""
    if sees_points(reader) or not text:
        return text
    return ", ".join(masked(Mask.POINT, point) for point in text.split(", "))


def _points(line: Line, choices: Mapping[str, str]) -> str:
    """Return the contact points that will stand: those of one person, or everybody's, once."""
    chosen = choices.get(line.name, BOTH)
    kept = [side for side in line.sides if chosen in (BOTH, side.uid)] or line.sides
    points = [point for side in kept for point in side.text.split(", ") if point]
    return ", ".join(dict.fromkeys(points))


def _reasons(item: ProposalItem, people: Sequence[Contact]) -> list[Reason]:
    """Return why two people may be one: as it was proposed, else what they have in common.

    What a model adds by itself, whoever the two are, says nothing to a reader.
    """
    if stored := reasons_of({"evidence": item.evidence}):
        told = [each for each in stored if each.comparison not in BARE]
        return spelled_out(told, people)
    shared = spelled_out(shared_points(people[0], people[1]), people)
    return [Reason(each.comparison, each.level, 1, each.left, each.right) for each in shared]


def _sign(reason: Reason, reader: User) -> str:
    """Return a reason in words, with the two values for who sees all of them."""
    hidden = masks(reader, "contact") or not sees_points(reader)
    if hidden or not (reason.left or reason.right):
        return reason.words
    if reason.left == reason.right:
        return f"{reason.words}: {reason.left}"
    return f"{reason.words}: {reason.left or 'none'} and {reason.right or 'none'}"


def _page(person: Contact, reader: User) -> str:
    seen = Contact.objects.visible_to(reader).filter(pk=person.pk).exists()
    return url_of(person) if seen else ""


def _account(account: Account, reader: User) -> tuple[str, str]:
    seen = Account.objects.visible_to(reader).filter(pk=account.pk).exists()
    address = reverse("client360:account", args=[account.uid]) if seen else ""
    return str(account), address


def _open(heads: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the ways to the pages of columns once more, for phones, which show no heads."""
    return [(f"Open {name}", address) for name, address in heads if address]


def _links(people: Sequence[Contact], reader: User) -> list[tuple[str, str]]:
    """Return the way to the page of a pair, for who may open it."""
    pair = candidate_of(people[0], people[1])
    if pair is None or not may_review(reader) or not all(_page(each, reader) for each in people):
        return []
    return [("The pair side by side", reverse("identity:pair", args=[pair.uid]))]


def _likeness(survivor: Account, loser: Account) -> list[str]:
    left, right = sorted((survivor.pk, loser.pk))
    pair = AccountCandidate.objects.filter(left=left, right=right).first()
    return [str(LikeReason(each).label) for each in pair.reasons] if pair else []
