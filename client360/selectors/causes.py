"""Why a version came to be, in words: the file, the merge or the proposal behind a cause."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, QuerySet, Value

from accounts.models import Account
from approvals.models import Proposal
from approvals.selectors import visible_to
from client360.registry import Dossier, Queries, Rows
from contacts.models import Contact
from identity.models import AccountMerge, MergeOperation
from imports.models import RawBatch

CODE: Final = re.compile(r"(?P<head>[a-z_.]+)(:(?P<rest>\S*))?")
UID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
WORDS: Final = {
    "admin": "in the administration",
    "consent": "consent",
    "demo": "demo data",
    "dossier": "on the dossier",
    "import": "import",
    "insight": "an insight",
    "interaction": "a conversation",
    "merge": "merge",
    "privacy": "privacy",
    "proposal": "an approved proposal",
    "revert": "undoing of an import",
    "split": "split",
    "survive": "choice among sources",
    "sync": "another system",
    "unmerge": "undoing of a merge",
}
FILES: Final = {"import": "Import of {}", "revert": "Undoing of the import of {}"}
MERGES: Final = {"merge": "Merge of {}", "unmerge": "Undoing of the merge of {}"}
UNSEEN: Final = "somebody you may not see"


@dataclass(frozen=True, slots=True)
class Told:
    """A cause in words; `page` and `uid` name what is behind it, where there is a page of it."""

    words: str
    page: str = ""
    uid: Any = None


def in_words(cause: str) -> str:
    """Return a cause without the codes in it; what a person wrote stays as it is."""
    code = CODE.fullmatch(cause)
    if code is None:
        return cause
    if code["head"] in WORDS:
        return WORDS[code["head"]]
    return code["head"].replace("_", " ") if code["rest"] is not None else cause


def questions(dossier: Dossier, causes: Iterable[str]) -> Queries:
    """Return the questions for the names behind causes; none where no cause names anything."""
    named = {(code["head"], code["rest"]) for cause in causes if (code := CODE.fullmatch(cause))}
    uids: dict[str, list[str]] = {}
    for head, rest in named:
        if rest and UID.fullmatch(rest):
            uids.setdefault(head, []).append(rest)
    files = [uid for head in FILES for uid in uids.get(head, ())]
    merges = [uid for head in MERGES for uid in uids.get(head, ())]
    asked: list[QuerySet[Any, Any]] = []
    if files:
        batches = RawBatch.objects.filter(uid__in=files)
        asked.append(batches.values("uid", called=F("filename"), what=Value("file")))
    if merges:
        asked.append(_merges(dossier, merges))
    if proposals := uids.get("proposal"):
        rows = Proposal.objects.filter(
            uid__in=proposals, pk__in=visible_to(dossier.viewer).order_by().values("pk")
        )
        asked.append(rows.values("uid", called=F("title"), what=Value("proposal")))
    return tuple(asked)


def _merges(dossier: Dossier, uids: list[str]) -> "QuerySet[Any, Any]":
    """Return the question for the parties of merges, of the kind of the subject."""
    if isinstance(dossier.subject, Account):
        operations: QuerySet[Any] = AccountMerge.objects.filter(uid__in=uids)
        model, loser, name = Account, "loser", "display_name"
    else:
        operations = MergeOperation.objects.filter(uid__in=uids)
        model, loser, name = Contact, "losers", "full_name"  # type: ignore[assignment]
    seen = model.objects.visible_to(dossier.viewer)
    return operations.order_by("id").values(
        "uid",
        what=Value("merge"),
        called=F(f"{loser}__{name}"),
        known=Exists(seen.filter(pk=OuterRef(f"{loser}__pk"))),
        into=F(f"survivor__{name}"),
        into_known=Exists(seen.filter(pk=OuterRef("survivor__pk"))),
    )


def told(causes: Iterable[str], answers: Iterable[Rows]) -> dict[str, Told]:
    """Return every cause in words, by cause, from the answers to `questions`."""
    rows: dict[str, Rows] = {}
    for row in (each for answer in answers for each in answer):
        rows.setdefault(str(row["uid"]), []).append(row)
    return {cause: _told(cause, rows) for cause in set(causes)}


def _told(cause: str, rows: dict[str, Rows]) -> Told:
    head, _, uid = cause.partition(":")
    found = rows.get(uid)
    if found and head in FILES:
        return Told(FILES[head].format(found[0]["called"]), "imports:detail", uid)
    if found and head in MERGES:
        return Told(MERGES[head].format(_parties(found)), "identity:formed", None)
    if found and head == "proposal":
        return Told(f"Proposal “{found[0]['called']}”", "approvals:detail", uid)
    return Told(in_words(cause))


def _parties(rows: Rows) -> str:
    """Return `Meera R. into Meera Rao`."""
    losers = ", ".join(row["called"] if row["known"] else UNSEEN for row in rows)
    return f"{losers} into {rows[0]['into'] if rows[0]['into_known'] else UNSEEN}"
