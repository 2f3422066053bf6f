"""One act on many clients of the list: what it would do to whom, asked first; what came of it.

The act itself is the one behind `POST /contacts/bulk/`. Whom it is about travels in the form, with
the versions its reader saw: nothing is kept between the question and the answer. The answer is kept
for a day under the key of the question, and has an address of its own.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from approvals.models import Proposal
from approvals.services import ApprovalError
from client360.filters import ContactList
from client360.forms import bulk_form
from client360.registry import Rows
from client360.selectors import contact_rows
from client360.services import (
    LARGEST,
    OPS,
    Act,
    Outcome,
    act_on_many,
    is_proposed,
    people_for,
)
from client360.views.once import SENT, answer_of, answer_once
from client360.views.reading import may_do, reader
from contacts.models import Contact
from core.models import User
from core.selectors.changing import READ_ONLY
from core.services.idempotency import IdempotencyMismatchError


@dataclass(frozen=True, slots=True)
class Offer:
    """One act as pages word it; `{}` of `title` stands for the clients, `{}` of `done` for whom."""

    op: str
    label: str
    icon: str
    title: str
    done: str


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked before an act: which, in which list, and the key its answer is kept under."""

    offer: Offer
    asked: ContactList
    key: UUID


OFFERS: Final = (
    Offer("assign", "Assign", "person", "Assign {}", "Belongs to {} now"),
    Offer("tag", "Tag", "star", "Tag {}", "Tagged"),
    Offer("untag", "Untag", "close", "Take tags off {}", "Tags taken off"),
    Offer("task", "Add a task", "check", "Add a task for {}", "Task added"),
    Offer("archive", "Archive", "layers", "Archive {}", "Archived"),
    Offer("restore", "Restore", "retry", "Restore {}", "Restored"),
)

LEFT: Final = {
    "unchanged": "Already so",
    "not_found": "Not there any more",
    "forbidden": READ_ONLY,
    "version_conflict": "Changed by somebody meanwhile, and left alone",
}
NAMED: Final = 12  # names a question shows at once


def offers(user: User, asked: ContactList) -> list[Offer]:
    """Return the acts this person may do in a list: the archived are brought back."""
    return [
        each
        for each in OFFERS
        if (each.op == "restore") == asked.archived and may_do(user, each.op)
    ]


@require_safe
@login_required
def matching(request: HttpRequest) -> HttpResponse:
    """Say how many clients a list keeps in all, up to what one act takes."""
    asked = ContactList(request)
    number = 0
    if asked.says_whom:
        number = asked.narrow(contact_rows(reader(request))).order_by()[: LARGEST + 1].count()
    context = {"number": f"{number:,}", "over": number > LARGEST, "most": f"{LARGEST:,}"}
    return render(request, "client360/_matching.html", context)


@require_POST
@login_required
def bulk(request: HttpRequest) -> HttpResponse:
    """Ask before one act on many clients, or do it."""
    user, op = reader(request), request.POST.get("op", "")
    if not any(may_do(user, each) for each in OPS):
        raise PermissionDenied
    offer = next((each for each in OFFERS if each.op == op), None)
    if offer is None:
        raise BadRequest("no such act")
    if not may_do(user, op):
        raise PermissionDenied
    asked = ContactList(request, QueryDict(request.POST.get("asked", "")))
    if "chosen" in request.POST:
        (key,) = _uids([request.POST.get("key", "")])
        return _answered(request, Question(offer, asked, key))
    rows = _rows(request, op, asked)
    if refused := _refused(rows, op):
        messages.error(request, refused, extra_tags="red")
        return redirect(asked.here)
    question = Question(offer, asked, uuid4())
    return _drawn(request, question, rows, bulk_form(op, _tags(rows)))


@require_safe
@login_required
def bulk_done(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show what one act on many came to, to who asked for it and for a day."""
    answer = answer_of(request, str(key), path=reverse("client360:bulk"))
    if answer is None:
        raise Http404("no act of this person, or one of an earlier day")
    offer = next(each for each in OFFERS if each.op == answer["op"])
    asked = ContactList(request, QueryDict(answer["asked"]))
    context: dict[str, Any] = {"offer": offer, "asked": asked}
    if "proposal" in answer:
        proposal = get_object_or_404(Proposal, uid=answer["proposal"])
        context |= {"proposal": proposal, "title": offer.title.format(_clients(answer["number"]))}
    else:
        context |= _told(offer, answer["lines"])
    return render(request, "client360/bulk_done.html", context)


def _rows(request: HttpRequest, op: str, asked: ContactList) -> Rows:
    """Return the clients that were ticked, or all the list keeps where it keeps fewer than all."""
    people: Any = people_for(op, reader(request))
    if "all" in request.POST and asked.says_whom:
        people = asked.narrow(people)
    else:
        people = people.filter(uid__in=_uids(request.POST.getlist("uid")))
    shown = people.order_by("id").values("pk", "uid", "version", "full_name", "tags")
    return list(shown[: LARGEST + 1])


def _refused(rows: Rows, op: str) -> str:
    if not rows:
        return "Nobody is selected. Tick the clients first."
    if len(rows) > LARGEST:
        return f"More than {LARGEST:,} clients are selected. Narrow the list first."
    if op == "untag" and not _tags(rows):
        return "None of these clients has a tag."
    return ""


def _drawn(
    request: HttpRequest, question: Question, rows: Rows, form: Any, refused: str = ""
) -> HttpResponse:
    offer = question.offer
    ids = [row["pk"] for row in rows]
    free = Contact.objects.changeable_by(reader(request)).filter(pk__in=ids)
    changeable = set(free.values_list("pk", flat=True))
    people = [row | {"barred": row["pk"] not in changeable} for row in rows]
    context = {
        "offer": offer,
        "title": offer.title.format(_clients(len(rows))),
        "first": people[:NAMED],
        "rest": people[NAMED:],
        "barred": len(rows) - len(changeable),
        "chosen": " ".join(f"{row['uid']}:{row['version']}" for row in rows),
        "proposed": is_proposed(offer.op, len(rows)),
        "form": form,
        "key": question.key,
        "asked": question.asked,
        "refused": refused,
    }
    wrong = form.is_bound or refused
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "client360/bulk.html", context, status=status)


def _answered(request: HttpRequest, question: Question) -> HttpResponse:
    """Do what was asked about, to those it was asked about, and lead to what came of it."""
    user, offer, versions = reader(request), question.offer, _versions(request.POST["chosen"])
    uids = _uids(versions)
    people: Any = people_for(offer.op, user).filter(uid__in=uids).order_by("id")
    rows = list(people.values("pk", "uid", "version", "full_name", "tags"))
    form = bulk_form(offer.op, _tags(rows), request.POST)
    if not form.is_valid():
        return _drawn(request, question, rows, form)
    act = Act(op=offer.op, **form.values())

    def work() -> dict[str, Any]:
        answer = act_on_many(act, uids, by=user, versions=versions)
        kept: dict[str, Any] = {"op": offer.op, "asked": question.asked.query}
        if isinstance(answer, Proposal):
            return kept | {"proposal": str(answer.uid), "number": len(uids)}
        return kept | {"lines": _lines(offer, act, answer)}

    try:
        answer_once(request, str(question.key), work)
    except IdempotencyMismatchError:
        refused = SENT
    except ValidationError as error:
        refused = " ".join(error.messages)
    except ApprovalError as error:
        refused = str(error)
    else:
        return redirect("client360:bulk_done", question.key)
    return _drawn(request, question, rows, form, refused)


def _lines(offer: Offer, act: Act, outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """Return what became of everybody, in words but without names: erased people leave none."""
    words = LEFT | {"done": offer.done.format(act.owner)}
    return [
        {
            "uid": str(each.uid),
            "words": each.detail or words[each.outcome],
            "outcome": each.outcome,
            "failed": each.failed,
        }
        for each in outcomes
    ]


def _told(offer: Offer, lines: list[dict[str, Any]]) -> dict[str, Any]:
    """Return what a page tells of everybody; whom an act did not find, it does not name."""
    found = [line["uid"] for line in lines if line["outcome"] != "not_found"]
    # whoever asked saw them then, even if the act itself gave them to another team
    people = Contact.objects.filter(uid__in=found).values_list("uid", "full_name")
    names = {str(uid): name for uid, name in people}
    done = [line["uid"] for line in lines if line["outcome"] == "done"]
    return {
        "lines": [line | {"name": names.get(line["uid"], "")} for line in lines],
        "sums": Counter(line["words"] for line in lines).most_common(),
        "number": _clients(len(done)),
        "undo": done if offer.op == "archive" else [],
        "failed": any(line["failed"] for line in lines),
    }


def _uids(texts: Iterable[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in texts][: LARGEST + 1]
    except ValueError as error:
        raise BadRequest("no uid") from error


def _versions(text: str) -> dict[str, int]:
    """Return the versions of those a question was about, by uid; raises BadRequest."""
    try:
        pairs = [pair.split(":") for pair in text.split()]
        found = {str(UUID(uid)): int(version) for uid, version in pairs}
    except ValueError as error:
        raise BadRequest("not what the question was about") from error
    if not 0 < len(found) <= LARGEST:
        raise BadRequest("nobody, or too many")
    return found


def _tags(rows: Rows) -> list[str]:
    return sorted({tag for row in rows for tag in row["tags"]})


def _clients(number: int) -> str:
    return "1 client" if number == 1 else f"{number:,} clients"
