"""The founder's pages, at the root of the site."""

from django.urls import path

from client360 import views

app_name = "client360"
ACTS = (
    ("tasks/", views.add_task, "add_task"),
    ("tasks/<uuid:task>/done/", views.finish, "finish"),
    ("tasks/<uuid:task>/reopen/", views.reopen, "reopen"),
    ("notes/", views.add_note, "add_note"),
)
acts = [
    path(f"{kind}s/<uuid:uid>/{rest}", view, {"kind": kind}, name=f"{kind}_{name}")
    for kind in ("contact", "account")
    for rest, view, name in ACTS
]
urlpatterns = [
    path("", views.home, name="home"),
    path("sections/<slug:key>/", views.home_section, name="home_section"),
    path("contacts/", views.contacts, name="contacts"),
    path("contacts/<uuid:uid>/", views.contact, name="contact"),
    path("contacts/<uuid:uid>/sections/<slug:key>/", views.contact_section, name="contact_section"),
    path("contacts/<uuid:uid>/timeline/", views.contact_timeline, name="contact_timeline"),
    path("contacts/<uuid:uid>/origins/", views.contact_origins, name="contact_origins"),
    path(
        "contacts/<uuid:uid>/sources/<uuid:batch>/<int:row>/",
        views.contact_source,
        name="contact_source",
    ),
    path("contacts/<uuid:uid>/history/", views.contact_history, name="contact_history"),
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/<uuid:uid>/", views.account, name="account"),
    path("accounts/<uuid:uid>/sections/<slug:key>/", views.account_section, name="account_section"),
    path("accounts/<uuid:uid>/timeline/", views.account_timeline, name="account_timeline"),
    path("accounts/<uuid:uid>/origins/", views.account_origins, name="account_origins"),
    path(
        "accounts/<uuid:uid>/sources/<uuid:batch>/<int:row>/",
        views.account_source,
        name="account_source",
    ),
    path("accounts/<uuid:uid>/history/", views.account_history, name="account_history"),
    path("deals/", views.deals, name="deals"),
    path("tasks/", views.tasks, name="tasks"),
    path("tasks/listed/<uuid:task>/done/", views.finish_in_list, name="finish_in_list"),
    path("tasks/listed/<uuid:task>/reopen/", views.reopen_in_list, name="reopen_in_list"),
    path("tasks/listed/<uuid:task>/tomorrow/", views.put_off_in_list, name="put_off_in_list"),
    path("tasks/<uuid:task>/done/", views.finish_at_home, name="finish"),
    path("tasks/<uuid:task>/reopen/", views.reopen_at_home, name="reopen"),
    *acts,
]
