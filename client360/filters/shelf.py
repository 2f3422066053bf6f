"""The views of one list: which is open, which are kept, and the form by which they are."""

from typing import TYPE_CHECKING, Any

from django import forms

from client360.models import SavedView
from client360.selectors.views import audiences, views_of
from core.choices import Visibility
from core.models import User

if TYPE_CHECKING:
    from client360.filters.query import ListQuery

FOR = {
    Visibility.RESTRICTED: "Only me",
    Visibility.TEAM: "My team",
    Visibility.ORGANISATION: "Everybody",
}


class Shelf:
    """The views of a list somebody sees, their own first; `opened` is the uid the address names.

    `usual` holds the columns its owner sees while no view is open.
    """

    def __init__(self, user: User, name: str, opened: str) -> None:
        views = [view for view in views_of(user) if view.list_name == name]
        self.own = [view for view in views if view.name and view.owner_id == user.pk]
        self.shared = [view for view in views if view.name and view.owner_id != user.pk]
        found = (view for view in (*self.own, *self.shared) if str(view.uid) == opened)
        self.open = next(found, None)
        self.default = next((view for view in self.own if view.is_default), None)
        self.usual = next((view for view in views if not view.name), None)

    @property
    def is_mine(self) -> bool:
        """Whether the open view is the reader's own."""
        return self.open in self.own

    @property
    def columns(self) -> list[str]:
        """The columns of the open view, else those its reader chose; none were chosen if empty."""
        opened = self.open.columns if self.open else []
        return opened or (self.usual.columns if self.usual else [])


class ViewForm(forms.Form):
    """The name of a view, for whom it is, and where its owner meets it."""

    name = forms.CharField(
        label="Name",
        max_length=60,
        error_messages={"required": "Give it a name."},
        widget=forms.TextInput({"class": "input", "autocomplete": "off"}),
    )
    visibility = forms.TypedChoiceField(
        label="For", coerce=int, widget=forms.Select({"class": "input"})
    )
    pinned = forms.BooleanField(label="Show it in the navigation", required=False)
    is_default = forms.BooleanField(label="Open this list with it", required=False)
    replace = forms.BooleanField(label="Keep what the list shows now", required=False)

    def __init__(
        self, asked: "ListQuery", user: User, view: SavedView | None = None, data: Any = None
    ) -> None:
        names = ("name", "visibility", "pinned", "is_default")
        known = {name: getattr(view, name) for name in names} if view else {}
        prefix = "changed" if view else "new"
        super().__init__(data, prefix=prefix, initial=known | {"replace": True})
        self.asked = asked
        self.is_new = view is None
        choices = [(audience.value, FOR[audience]) for audience in audiences(user, asked.name)]
        self.fields["visibility"].choices = choices  # type: ignore[attr-defined]
        if self.is_new or not asked.is_changed:
            del self.fields["replace"]

    @property
    def ticks(self) -> list[forms.BoundField]:
        """The fields to tick."""
        return [each for each in self if isinstance(each.field, forms.BooleanField)]

    def values(self) -> dict[str, Any]:
        """Return the fields of the view."""
        given = dict(self.cleaned_data)
        if given.pop("replace", self.is_new):
            given |= {"query": self.asked.question, "columns": self.asked.shelf.columns}
        return given
