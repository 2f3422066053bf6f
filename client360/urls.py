"""The founder's pages, at the root of the site."""

from django.urls import path

from client360 import views
from client360.choices import ListName

app_name = "client360"
ACTS = ("done", "reopen")  # on a task
OF_A_DOSSIER = (
    ("", views.page, ""),
    ("sections/<slug:key>/", views.section, "_section"),
    ("timeline/", views.timeline, "_timeline"),
    ("origins/", views.origins, "_origins"),
    ("sources/<uuid:batch>/<int:row>/", views.source, "_source"),
    ("history/", views.history, "_history"),
    ("tasks/", views.add_task, "_add_task"),
    ("notes/", views.add_note, "_add_note"),
    ("files/", views.add_file, "_add_file"),
    ("edit/", views.edit, "_edit"),
    ("owner/", views.give, "_give"),
)
of_dossiers = [
    path(f"{kind}s/<uuid:uid>/{rest}", view, {"kind": kind}, name=f"{kind}{name}")
    for kind in ("contact", "account")
    for rest, view, name in OF_A_DOSSIER
]
of_tasks = [
    *(
        path(
            f"{kind}s/<uuid:uid>/tasks/<uuid:task>/{act}/",
            views.act_on_dossier,
            {"kind": kind, "act": act},
        )
        for kind in ("contact", "account")
        for act in ACTS
    ),
    *(path(f"tasks/listed/<uuid:task>/{act}/", views.act_in_list, {"act": act}) for act in ACTS),
    *(path(f"tasks/<uuid:task>/{act}/", views.act_at_home, {"act": act}) for act in ACTS),
]
OF_A_CLIENT = (
    ("points/", views.add_point, "add_point"),
    ("points/<uuid:point>/", views.change_point, "change_point"),
    ("city/", views.change_city, "change_city"),
    ("birth/", views.propose_birth, "propose_birth"),
)
of_clients = [
    path(f"contacts/<uuid:uid>/{rest}", view, name=f"contact_{name}")
    for rest, view, name in OF_A_CLIENT
]
urlpatterns = [
    path("", views.home, name="home"),
    path("sections/<slug:key>/", views.home_section, name="home_section"),
    path("contacts/", views.contacts, name="contacts"),
    path("contacts/bulk/", views.bulk, name="bulk"),
    path("contacts/bulk/<uuid:key>/", views.bulk_done, name="bulk_done"),
    path("contacts/matching/", views.matching, name="matching"),
    path("contacts/new/", views.new_contact, name="new_contact"),
    path("contacts/new/lookalikes/", views.lookalikes, name="lookalikes"),
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/new/", views.new_account, name="new_account"),
    path("accounts/new/lookalikes/", views.like_accounts, name="like_accounts"),
    path("deals/", views.deals, name="deals"),
    path("deals/new/", views.new_deal, name="new_deal"),
    path("tasks/", views.tasks, name="tasks"),
    *(
        path(f"{name}/views/", views.keep_view, {"name": name}, name=f"keep_view_of_{name}")
        for name in ListName.values
    ),
    path("contacts/columns/", views.choose_columns, name="columns"),
    path("views/<uuid:uid>/", views.open_view, name="view"),
    path("views/<uuid:uid>/keep/", views.change_view, name="change_view"),
    path("views/<uuid:uid>/delete/", views.delete_view, name="delete_view"),
    path("tasks/listed/<uuid:task>/tomorrow/", views.put_off_in_list, name="put_off_in_list"),
    *of_dossiers,
    *of_tasks,
    *of_clients,
]
