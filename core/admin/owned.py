"""Roots of the client graph in the admin: owners, archiving, sharing."""

from typing import Any, ClassVar, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from guardian.admin import AdminUserObjectPermissionsForm, GuardedModelAdminMixin
from unfold.decorators import action
from unfold.enums import ActionVariant

from core.admin.access import person
from core.admin.canonical import RECORD, CanonicalAdmin
from core.admin.showing import STATES, badge, when
from core.choices import AccessLevel, State
from core.models import OwnedModel, User
from core.selectors.changing import NOT_YOURS, may_share
from core.services import (
    VersionConflictError,
    archive,
    note_view,
    restore,
    share,
    unshare,
)

WRITABLE = (State.ACTIVE, State.ARCHIVED)
state_column = badge("state", "State", STATES)
updated_column = when("updated_at", "Updated")


class ArchivableAdmin(CanonicalAdmin):
    """Rows that leave the lists by being archived, and come back."""

    actions = ("archive_selected", "restore_selected")
    actions_submit_line = ("archive_record", "restore_record")

    def get_record_fields(self) -> tuple[str, ...]:
        """Return what every row knows of itself, its state first."""
        return ("state", *RECORD)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether this person may write the row; merged and erased ones are read only."""
        gone = getattr(obj, "state", State.ACTIVE) not in WRITABLE
        return not gone and super().has_change_permission(request, obj)

    def has_archive_permission(self, request: HttpRequest, pk: Any = None) -> bool:
        """Return whether this person may archive the row."""
        return self._stands_in(request, pk, State.ACTIVE)

    def has_restore_permission(self, request: HttpRequest, pk: Any = None) -> bool:
        """Return whether this person may bring the row back."""
        return self._stands_in(request, pk, State.ARCHIVED)

    @action(description="Archive", permissions=["archive"], icon="archive")
    def archive_record(self, request: HttpRequest, obj: Any) -> None:
        """Archive the row whose page this is."""
        archive(obj, by=person(request), cause="admin")
        messages.success(request, f"{obj} is archived; nothing is lost.")

    @action(
        description="Restore",
        permissions=["restore"],
        icon="unarchive",
        variant=ActionVariant.PRIMARY,
    )
    def restore_record(self, request: HttpRequest, obj: Any) -> None:
        """Bring the row whose page this is back."""
        restore(obj, by=person(request), cause="admin")
        messages.success(request, f"{obj} is back.")

    @action(description="Archive the selected", permissions=["change"])
    def archive_selected(self, request: HttpRequest, queryset: Any) -> None:
        """Archive rows of the list."""
        rows = self.changeable(request, queryset.filter(state=State.ACTIVE))
        self._move(request, rows, archive, "archived")

    @action(description="Restore the selected", permissions=["change"])
    def restore_selected(self, request: HttpRequest, queryset: Any) -> None:
        """Bring rows of the list back."""
        rows = self.changeable(request, queryset.filter(state=State.ARCHIVED))
        self._move(request, rows, restore, "restored")

    def _move(self, request: HttpRequest, rows: Any, service: Any, done: str) -> None:
        moved = 0
        for row in rows:
            try:
                service(row, by=person(request), cause="admin")
            except (VersionConflictError, ValidationError) as error:
                messages.error(request, f"{row}: {error}")
            else:
                moved += 1
        messages.success(request, f"{moved} {done}.")

    def _stands_in(self, request: HttpRequest, pk: Any, state: str) -> bool:
        if not super().has_change_permission(request):
            return False
        rows = self.model._default_manager.filter(state=state)  # noqa: SLF001 -- Django's documented name
        return pk is None or self.changeable(request, rows).filter(pk=pk).exists()


class OwnedAdmin(ArchivableAdmin):
    """Records with an owner, a team and a visibility; a new one is its maker's."""

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Return the owner and team of a new record."""
        user = person(request)
        own = {"owner": user.pk, "team": user.team_id}
        return {**own, **super().get_changeform_initial_data(request)}

    def render_change_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, and write down who opens what few may see."""
        if row := kwargs.get("obj"):
            note_view(row, by=person(request))
        response: HttpResponse = super().render_change_form(request, *args, **kwargs)
        return response


class SharingForm(AdminUserObjectPermissionsForm):
    """Shares a record as everywhere else: to read, or to read and change. The admin sets `by`."""

    by: ClassVar[User]

    def get_obj_perms_field_choices(self) -> list[tuple[str, str]]:
        """Return the levels of access, by the names of their permissions."""
        name = self.obj._meta.model_name  # noqa: SLF001 -- Django's documented name
        return [(f"{level}_{name}", str(level.label)) for level in AccessLevel]

    def save_obj_perms(self) -> None:
        """Share or stop sharing, if anything was changed."""
        if not self.changed_data:
            return
        row = cast("OwnedModel", self.obj)
        chosen = {each.partition("_")[0] for each in self.cleaned_data["permissions"]}
        if not chosen:
            unshare(row, with_user=self.user, by=self.by)
            return
        level = AccessLevel.CHANGE if AccessLevel.CHANGE in chosen else AccessLevel.VIEW
        share(row, with_user=self.user, level=level, by=self.by)


class SharedAdmin(GuardedModelAdminMixin, OwnedAdmin):  # type: ignore[misc]  # both name a template, the first one holds
    """Records that can be shared with one person at a time, beyond owner and team."""

    def obj_perms_manage_view(self, request: HttpRequest, object_pk: str) -> HttpResponse:
        """Show with whom the record is shared."""
        self._require_sharer(request, object_pk)
        response: HttpResponse = super().obj_perms_manage_view(request, object_pk)  # type: ignore[no-untyped-call]
        return response

    def obj_perms_manage_user_view(
        self, request: HttpRequest, object_pk: str, user_id: str
    ) -> HttpResponse:
        """Share the record with a person or stop sharing it."""
        self._require_sharer(request, object_pk)
        response: HttpResponse = super().obj_perms_manage_user_view(  # type: ignore[no-untyped-call]
            request, object_pk, user_id
        )
        return response

    def get_obj_perms_manage_user_form(self, request: HttpRequest) -> type[SharingForm]:
        """Return the form that shares in this person's name."""
        return type("Sharing", (SharingForm,), {"by": person(request)})

    def obj_perms_manage_group_view(
        self,
        request: HttpRequest,  # noqa: ARG002 -- guardian's signature
        object_pk: str,  # noqa: ARG002 -- guardian's signature
        group_id: str,  # noqa: ARG002 -- guardian's signature
    ) -> HttpResponse:
        """Refuse: records are shared with people, teams see theirs anyway."""
        raise Http404("records are shared with people")

    def _require_sharer(self, request: HttpRequest, object_pk: str) -> None:
        row = self.get_queryset(request).filter(pk=object_pk).first()  # type: ignore[no-untyped-call]  # guardian has no types
        if row is None:
            raise Http404("no record this person may see")
        if not may_share(row, person(request)):
            raise PermissionDenied(NOT_YOURS)
