"""The founder's pages."""

from client360.views.acts import (
    act_at_home,
    act_in_list,
    act_on_dossier,
    add_file,
    add_note,
    add_task,
    put_off_in_list,
)
from client360.views.dossiers import history, origins, page, section, source, timeline
from client360.views.editing import edit, give
from client360.views.home import home, home_section
from client360.views.keeping import (
    change_view,
    choose_columns,
    delete_view,
    keep_view,
    open_view,
)
from client360.views.lists import accounts, contacts, deals, tasks
from client360.views.many import bulk, bulk_done, matching
from client360.views.new_accounts import like_accounts, new_account
from client360.views.new_deals import new_deal
from client360.views.newcomers import lookalikes, new_contact
from client360.views.reaching import add_point, change_city, change_point, propose_birth

__all__ = [
    "accounts",
    "act_at_home",
    "act_in_list",
    "act_on_dossier",
    "add_file",
    "add_note",
    "add_point",
    "add_task",
    "bulk",
    "bulk_done",
    "change_city",
    "change_point",
    "change_view",
    "choose_columns",
    "contacts",
    "deals",
    "delete_view",
    "edit",
    "give",
    "history",
    "home",
    "home_section",
    "keep_view",
    "like_accounts",
    "lookalikes",
    "matching",
    "new_account",
    "new_contact",
    "new_deal",
    "open_view",
    "origins",
    "page",
    "propose_birth",
    "put_off_in_list",
    "section",
    "source",
    "tasks",
    "timeline",
]
