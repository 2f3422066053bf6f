"""The founder's pages."""

from client360.views.acts import (
    add_note,
    add_task,
    finish,
    finish_at_home,
    finish_in_list,
    put_off_in_list,
    reopen,
    reopen_at_home,
    reopen_in_list,
)
from client360.views.dossiers import history, origins, page, section, source, timeline
from client360.views.editing import add_point, change_point, edit, propose_birth
from client360.views.home import home, home_section
from client360.views.keeping import (
    change_view,
    choose_columns,
    delete_view,
    keep_view,
    open_view,
)
from client360.views.lists import accounts, contacts, deals, tasks
from client360.views.newcomers import lookalikes, new_contact

__all__ = [
    "accounts",
    "add_note",
    "add_point",
    "add_task",
    "change_point",
    "change_view",
    "choose_columns",
    "contacts",
    "deals",
    "delete_view",
    "edit",
    "finish",
    "finish_at_home",
    "finish_in_list",
    "history",
    "home",
    "home_section",
    "keep_view",
    "lookalikes",
    "new_contact",
    "open_view",
    "origins",
    "page",
    "propose_birth",
    "put_off_in_list",
    "reopen",
    "reopen_at_home",
    "reopen_in_list",
    "section",
    "source",
    "tasks",
    "timeline",
]
