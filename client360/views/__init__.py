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
from client360.views.home import home, home_section
from client360.views.keeping import (
    change_view,
    choose_columns,
    delete_view,
    keep_view,
    open_view,
)
from client360.views.lists import accounts, contacts, deals, tasks

__all__ = [
    "accounts",
    "add_note",
    "add_task",
    "change_view",
    "choose_columns",
    "contacts",
    "deals",
    "delete_view",
    "finish",
    "finish_at_home",
    "finish_in_list",
    "history",
    "home",
    "home_section",
    "keep_view",
    "open_view",
    "origins",
    "page",
    "put_off_in_list",
    "reopen",
    "reopen_at_home",
    "reopen_in_list",
    "section",
    "source",
    "tasks",
    "timeline",
]
