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
from client360.views.dossiers import (
    account,
    account_history,
    account_origins,
    account_section,
    account_source,
    account_timeline,
    contact,
    contact_history,
    contact_origins,
    contact_section,
    contact_source,
    contact_timeline,
)
from client360.views.home import home, home_section
from client360.views.lists import accounts, contacts, deals, tasks

__all__ = [
    "account",
    "account_history",
    "account_origins",
    "account_section",
    "account_source",
    "account_timeline",
    "accounts",
    "add_note",
    "add_task",
    "contact",
    "contact_history",
    "contact_origins",
    "contact_section",
    "contact_source",
    "contact_timeline",
    "contacts",
    "deals",
    "finish",
    "finish_at_home",
    "finish_in_list",
    "home",
    "home_section",
    "put_off_in_list",
    "reopen",
    "reopen_at_home",
    "reopen_in_list",
    "tasks",
]
