"""Who sees which rows in the admin: the rules of the rooms below, asked in one place."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.http import HttpRequest

from core.models import User
from core.querysets import SEES_EVERYTHING
from core.selectors.people import runs_the_house

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Any]
else:
    Base = object


__all__ = ["Narrowed", "is_operator", "person", "runs_the_house", "visible_rows"]


def person(request: HttpRequest) -> User:
    """Return who uses the admin; the site lets nobody in without a login."""
    return cast("User", request.user)


def is_operator(user: Any) -> bool:
    """Return whether a login may use the admin at all: an active member of staff, no machine."""
    return bool(user.is_active and user.is_staff and not user.is_service)


def visible_rows(
    rows: "models.QuerySet[Any]", user: User, through: tuple[str, ...] = ()
) -> "models.QuerySet[Any]":
    """Return the rows a person may see: their own rule, else through any of the named relations.

    `through` are paths such as `contact` or `transcript__interaction`; the rows at their end
    have a rule of their own. People who see everything see rows that hang on nothing too.
    """
    return _by_rule(rows, user, through, "visible_to")


def changeable_rows(
    rows: "models.QuerySet[Any]", user: User, through: tuple[str, ...] = ()
) -> "models.QuerySet[Any]":
    """Return those of the visible rows that are not merely shared with a person to be read."""
    if through or hasattr(rows, "changeable_by"):
        return _by_rule(rows, user, through, "changeable_by")
    return rows


def _by_rule(
    rows: "models.QuerySet[Any]", user: User, through: tuple[str, ...], rule: str
) -> "models.QuerySet[Any]":
    if user.has_perm(SEES_EVERYTHING):
        return rows
    if hasattr(rows, rule):
        return cast("models.QuerySet[Any]", getattr(rows, rule)(user))
    hangs = Q(pk__in=[])
    for path in through:
        target = _end_of(rows.model, path)._default_manager.all()  # noqa: SLF001 -- Django's documented name
        hangs |= Q(**{f"{path}__in": _by_rule(target, user, (), rule).values("pk")})
    return rows.filter(hangs)


def visible_between(
    rows: "models.QuerySet[Any]", user: User, ends: tuple[str, ...]
) -> "models.QuerySet[Any]":
    """Return the rows a person may see every end of: the two of a pair, all parties of a merge."""
    if user.has_perm(SEES_EVERYTHING):
        return rows
    for path in ends:
        every = _end_of(rows.model, path)._default_manager.all()  # noqa: SLF001 -- Django's documented name
        seen = visible_rows(every, user).values("pk")
        if _leads_to_one(rows.model, path):
            rows = rows.filter(**{f"{path}__in": seen})
        else:
            unseen = every.exclude(pk__in=seen).values("pk")
            rows = rows.exclude(**{f"{path}__in": unseen})
    return rows


def _end_of(model: type[models.Model], path: str) -> type[models.Model]:
    return cast("type[models.Model]", _end_field(model, path).related_model)


def _end_field(model: type[models.Model], path: str) -> Any:
    field: Any = None
    for name in path.split("__"):
        field = model._meta.get_field(name)  # noqa: SLF001 -- Django's documented name
        model = cast("type[models.Model]", field.related_model)
    return field


def _leads_to_one(model: type[models.Model], path: str) -> bool:
    return not _end_field(model, path).many_to_many


class Narrowed(Base):
    """Shows operators the rows they may see and nothing can be deleted.

    `through` names the records a row hangs on; empty on a model without a rule of its own means
    reference data every operator may read. `between` names records all of which a reader has to
    know: a row about two people is nothing for who knows one. `house_only` keeps a table to
    those who run the house. `always_asked` asks the model's rule of people who see everything
    too. Writing takes the Django permission of the model, or of `written_as`
    (`contacts.contact`), and more than a grant to read: of the row's own rule, else of one of the
    records of `part_of`, which are those of `through` unless named. A new row needs it of all of
    them.
    """

    through: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    house_only = False
    always_asked = False
    written_as = ""

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[Any]":
        """Return the rows this person may see."""
        user = person(request)
        rows = visible_between(super().get_queryset(request), user, self.between)
        if self.always_asked:
            return cast("models.QuerySet[Any]", rows.visible_to(user))  # type: ignore[attr-defined]
        if self.through or hasattr(rows, "visible_to"):
            return visible_rows(rows, user, self.through)
        return rows

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Return whether the model is shown in the menus."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 -- the rows are narrowed already
        """Return whether this person may read here."""
        user = person(request)
        return is_operator(user) and (
            not self.house_only or runs_the_house(user) or user.has_perm(self._right("view"))
        )

    def has_add_permission(self, request: HttpRequest, *_: Any) -> bool:
        """Return whether this person may add a row; parts of a record change the record."""
        return self._writes(request, "change" if self.written_as else "add")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether this person may change a row: any at all, or this one."""
        return self._writes(request, "change") and self._lets_change(request, obj)

    def changeable(
        self, request: HttpRequest, rows: "models.QuerySet[Any]"
    ) -> "models.QuerySet[Any]":
        """Return those of some rows this person may change."""
        return changeable_rows(rows, person(request), self.part_of or self.through)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 -- nobody, never
        """Nothing is deleted; records are archived."""
        return False

    def _lets_change(self, request: HttpRequest, obj: Any) -> bool:
        """Return whether whose the row is lets this person change it; a page asks many times."""
        if obj is None or obj.pk is None:
            return True
        rows = type(obj)._default_manager.all()  # noqa: SLF001 -- Django's documented name
        if (kept := self.changeable(request, rows)) is rows:
            return True
        known: dict[int, bool] = obj.__dict__.setdefault("_changeable_by", {})
        reader = person(request).pk
        if reader not in known:
            known[reader] = kept.filter(pk=obj.pk).exists()
        return known[reader]

    def _writes(self, request: HttpRequest, verb: str) -> bool:
        user = person(request)
        return is_operator(user) and user.has_perm(self._right(verb))

    def _right(self, verb: str) -> str:
        own = f"{self.opts.app_label}.{self.opts.model_name}"
        app, _, model = (self.written_as or own).partition(".")
        return f"{app}.{verb}_{model}"
