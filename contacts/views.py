"""What the page of a new person asks while somebody types."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from contacts.forms import typed
from contacts.registry import lookalikes
from core.admin import person


@require_POST
def lookalikes_of_form(request: HttpRequest) -> HttpResponse:
    """Show who may be the person in the form, before anything is saved."""
    user = person(request)
    if not user.has_perm("contacts.add_contact"):
        raise PermissionDenied
    fields, points = typed(request.POST)
    found = lookalikes(fields, points, by=user)
    return render(request, "contacts/lookalikes.html", {"found": found})
