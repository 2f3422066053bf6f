"""The pages that change a client or an account: what is said of them, and whose they are.

The rules are those of REST: who may change clients, or accounts, and sees this one by more than a
grant to read changes it, at the version their page showed, and gives it to a colleague.
"""

from copy import copy
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from client360.forms import OwnerForm, RecordForm, in_words
from client360.registry import Dossier
from client360.views.dossiers import elsewhere
from client360.views.edited import EDITED, drawn, require, to_edit
from client360.views.faults import blame
from client360.views.once import done_once
from client360.views.reading import opened, sees, survivor, way_to
from core.selectors.history import conflicts_of
from core.services import VersionConflictError, assign, entity_type, note_view

MERGED = "{} was merged into {} meanwhile. Nothing was saved: write it here."
TWICE = "{} wrote “{}” here meanwhile; before that it was “{}”. Save again to put yours there."
MOVED_ON = "{} changed this {} meanwhile. Look whose it is now, and give it once more."
CLOSED = " You may not open this {} any more."


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, kind: str, uid: UUID) -> HttpResponse:
    """Show the form of a client or an account, and change what was changed in it."""
    dossier = opened(request, EDITED[kind].model, uid)
    if request.method == "POST" and (target := survivor(dossier)):
        messages.error(request, MERGED.format(dossier.subject, target), extra_tags="red")
        return redirect(f"client360:{kind}", uid=target.uid)
    if answer := elsewhere(request, dossier, kind):
        return answer
    require(dossier)
    if request.method != "POST":
        note_view(dossier.subject, by=dossier.viewer)
        return drawn(request, dossier)
    form = EDITED[kind].form(request.POST, subject=dossier.subject, reader=dossier.viewer)
    return _sent(request, dossier, form)


@require_POST
@login_required
def give(request: HttpRequest, kind: str, uid: UUID) -> HttpResponse:
    """Give a client or an account to a colleague."""
    form = OwnerForm(request.POST)

    def work() -> str:  # opens it: the second of two clicks may come from who sees it no longer
        return _given(request, to_edit(request, kind, uid), form)

    if form.is_valid() and (there := done_once(request, form, work, "owner")):
        return redirect(there)
    return drawn(request, to_edit(request, kind, uid), refused=True, owner=form)


def _given(request: HttpRequest, dossier: Dossier, form: OwnerForm) -> str:
    """Give the record away and return the address that is left to go to."""
    subject, user = copy(dossier.subject), dossier.viewer
    owner, expected = form.cleaned_data["owner"], form.cleaned_data["version"]
    word = EDITED[entity_type(subject)].word
    try:
        assign(subject, owner=owner, by=user, expected_version=expected, cause="dossier")
    except VersionConflictError as error:
        who = error.current.updated_by or "Somebody"
        form.at(error.current.version)
        raise ValidationError(MOVED_ON.format(who, word)) from error
    closed = "" if sees(user, subject) else CLOSED.format(word)
    messages.success(request, f"{subject} belongs to {owner} now.{closed}")
    return way_to(subject, user)


def _sent(request: HttpRequest, dossier: Dossier, form: RecordForm) -> HttpResponse:
    if not form.is_valid():
        return drawn(request, dossier, refused=True, form=form)
    try:
        _change(dossier, form)
    except VersionConflictError as error:
        return _overtaken(request, dossier, form, error)
    except ValidationError as error:
        blame(form, error)
        return drawn(request, dossier, refused=True, form=form)
    return _saved(request, dossier)


def _change(dossier: Dossier, form: RecordForm) -> None:
    EDITED[entity_type(dossier.subject)].change(
        copy(dossier.subject),  # what the page says of it stays as it is
        by=dossier.viewer,
        expected_version=form.cleaned_data["version"],
        cause="dossier",
        **form.given,
    )


def _overtaken(
    request: HttpRequest, dossier: Dossier, form: RecordForm, error: VersionConflictError
) -> HttpResponse:
    """Show both values of what two people wrote, and keep all that was typed."""
    model = EDITED[entity_type(dossier.subject)].model
    current = model.objects.select_related("updated_by").get(pk=error.current.pk)
    changes = conflicts_of(current, error.expected, {}, reader=dossier.viewer)
    again = form.rebased(current, changes)
    if again.is_valid() and not again.given:
        return _saved(request, dossier)  # by the first of two clicks, or by somebody else
    who = current.updated_by or "The system"
    told = [in_words(model, change) for change in changes]
    typed = again.given
    for change in told:
        if change["field"] in typed:
            words = TWICE.format(who, change["current"], change["before"])
            again.add_error(change["field"], words)
    return drawn(request, dossier, refused=True, form=again, overtaken=told, overtaken_by=who)


def _saved(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    messages.success(request, "Saved.")
    return redirect(f"client360:{entity_type(dossier.subject)}", uid=dossier.subject.uid)
