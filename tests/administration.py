"""The pages of the administration, as its tests ask for them."""

from typing import Any

from django.test import Client
from django.urls import reverse

from tests.drawing import undrawn


def page(row: Any, name: str = "change") -> str:
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{name}", args=[row.pk])


def listed(model: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def found(client: Client, model: Any, **asked: str) -> list[Any]:
    """Return the rows of a list that is searched or sorted, which is drawn like any other."""
    with undrawn():
        answer = client.get(listed(model), asked)
    assert answer.status_code == 200, asked
    return list(answer.context_data["cl"].result_list)


def posted(client: Client, row: Any, **values: Any) -> dict[str, Any]:
    """Return what a browser would send for the row's page, with some values changed."""
    with undrawn():
        context = client.get(page(row)).context_data
    forms = [context["adminform"].form]
    data: dict[str, Any] = {}
    for formset in (inline.formset for inline in context["inline_admin_formsets"]):
        forms += [formset.management_form, *formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            data[bound.html_name] = "" if value is None or value is False else value
    return data | values
