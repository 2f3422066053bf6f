"""Who reads, and whose dossier they may open."""

from typing import Any, cast
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse

from accounts.models import Account
from activities.models import Task
from activities.selectors import TARGETS, changeable_among
from client360.registry import Dossier, Rows
from client360.services import permission_for
from contacts.models import Contact
from core.choices import State
from core.models import OwnedModel, User
from core.selectors.masking import veil
from core.services import entity_type

READ = {
    Contact: Contact.objects.select_related(
        "summary", "owner", "team", "source_first", "source_latest", "merged_into", "created_by"
    ),
    Account: Account.objects.select_related("owner", "team", "parent", "merged_into", "created_by"),
}


def reader(request: HttpRequest) -> User:
    """Return the signed-in person of a view behind `login_required`."""
    return cast("User", request.user)


def opened(request: HttpRequest, model: type[OwnedModel], uid: UUID) -> Dossier:
    """Return the dossier of a record; raises Http404 when there is none this reader may see."""
    user = reader(request)
    rows = cast("QuerySet[Any]", READ[model]).filter(uid=uid)
    # asked with the row, so that the page needs no query more to know what it offers
    changeable = model.objects.changeable_by(user).filter(pk=OuterRef("pk"))
    subject = rows.visible_to(user).annotate(is_changeable=Exists(changeable)).first()  # type: ignore[attr-defined]
    if subject is None:
        raise Http404("no record this person may see")
    if hasattr(subject, "summary"):
        veil(subject.summary, user)
    return Dossier(subject, user)


def sees(user: User, row: OwnedModel) -> bool:
    """Return whether somebody may open the dossier of a client or an account as it is now."""
    return type(row).objects.visible_to(user).filter(pk=row.pk).exists()


def way_to(row: OwnedModel, user: User) -> str:
    """Return the address of a dossier, of the list for somebody to whom it is closed."""
    kind = entity_type(row)
    if sees(user, row):
        return reverse(f"client360:{kind}", args=[row.uid])
    return reverse(f"client360:{kind}s")


def may_write(dossier: Dossier) -> bool:
    """Return whether the reader of an opened dossier may add to it: a task, a note."""
    return dossier.subject.state == State.ACTIVE and _may_change(dossier)


def may_edit(dossier: Dossier) -> bool:
    """Return whether its reader may change an opened client or account; an archived one, too."""
    return dossier.subject.state in (State.ACTIVE, State.ARCHIVED) and _may_change(dossier)


def finishable(dossier: Dossier, tasks: Rows) -> set[UUID]:
    """Return the uids of those tasks of an opened dossier its reader may mark as done."""
    if not tasks or not may_finish(dossier.viewer):
        return set()
    shown = {row["uid"] for row in tasks}
    if dossier.subject.is_changeable:
        return shown
    lines = Task.objects.filter(uid__in=shown).values("id", "uid", "assignee_id", *TARGETS)
    changeable = changeable_among(lines, dossier.viewer)
    return {row["uid"] for row in lines if row["id"] in changeable}


def may_add(user: User) -> bool:
    """Return whether somebody may add clients."""
    return _may(user, "contacts.add_contact")


def may_add_account(user: User) -> bool:
    """Return whether somebody may add accounts."""
    return _may(user, "accounts.add_account")


def may_add_deal(user: User) -> bool:
    """Return whether somebody may open deals."""
    return _may(user, "opportunities.add_opportunity")


def may_do(user: User, op: str) -> bool:
    """Return whether somebody may do one act to many clients, for all their role says."""
    return _may(user, permission_for(op))


def may_finish(user: User) -> bool:
    """Return whether somebody may mark the tasks they see as done."""
    return _may(user, "activities.change_task")


def _may_change(dossier: Dossier) -> bool:
    user, subject = dossier.viewer, dossier.subject
    right = f"{subject._meta.app_label}.change_{subject._meta.model_name}"  # noqa: SLF001 -- Django's documented name
    return bool(subject.is_changeable) and _may(user, right)


def may_keep(user: User) -> bool:
    """Return whether somebody keeps views of lists and chooses columns: people do."""
    return not user.is_service


def _may(user: User, permission: str) -> bool:
    return not user.is_service and user.has_perm(permission)


def is_gone(dossier: Dossier) -> bool:
    """Return whether privacy erasure took the record away."""
    return bool(dossier.subject.state == State.ERASED)


def survivor(dossier: Dossier) -> Any:
    """Return the record this one was merged into, None for a record that stands."""
    return dossier.subject.merged_into if dossier.subject.state == State.MERGED else None
