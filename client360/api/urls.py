"""Paths of what is read across apps about one client, and of one act on many."""

from django.urls import path

from client360.api.around import AccountGraphView, GraphView, TimelineView
from client360.api.bulk import BulkView
from client360.api.dossier import Account360View, Client360View

urlpatterns = [
    path("contacts/bulk/", BulkView.as_view(), name="contact-bulk"),
    path("contacts/<uuid:uid>/360/", Client360View.as_view(), name="contact-360"),
    path("accounts/<uuid:uid>/360/", Account360View.as_view(), name="account-360"),
    path("accounts/<uuid:uid>/graph/", AccountGraphView.as_view(), name="account-graph"),
    path("contacts/<uuid:uid>/timeline/", TimelineView.as_view(), name="contact-timeline"),
    path("contacts/<uuid:uid>/graph/", GraphView.as_view(), name="contact-graph"),
]
