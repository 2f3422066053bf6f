"""Who reads, and whose dossier they may open."""

from typing import Any, cast
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest

from accounts.models import Account
from client360.registry import Dossier
from contacts.models import Contact
from core.choices import State
from core.models import OwnedModel, User
from core.selectors.masking import veil

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


def may_write(dossier: Dossier) -> bool:
    """Return whether the reader of an opened dossier may add to it: a task, a note."""
    user, subject = dossier.viewer, dossier.subject
    stands = subject.state == State.ACTIVE and subject.is_changeable
    return stands and _may(user, f"{subject._meta.app_label}.change_{subject._meta.model_name}")  # noqa: SLF001 -- Django's documented name


def may_finish(user: User) -> bool:
    """Return whether somebody may mark the tasks they see as done."""
    return _may(user, "activities.change_task")


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
