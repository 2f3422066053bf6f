"""The views people keep of their lists: a window; they are kept on the lists themselves."""

from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from client360.models import SavedView
from core.admin import ReadOnlyAdmin, when


@admin.register(SavedView)
class SavedViewAdmin(ReadOnlyAdmin):
    """Who keeps which views of which lists, and for whom."""

    house_only = True
    list_display = (
        "__str__",
        "list_name",
        "owner",
        "visibility",
        "pinned",
        "is_default",
        when("created_at", "Kept since"),
    )
    list_select_related = ("owner",)
    list_filter = (("list_name", ChoicesDropdownFilter), ("visibility", ChoicesDropdownFilter))
    search_fields = ("name",)
