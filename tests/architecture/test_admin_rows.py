"""No list of the administration tells of a record its reader may not know of."""

import pytest
from django.contrib import admin
from django.db import models

from core.admin import Narrowed

PAGES = sorted(admin.site._registry, key=lambda model: model._meta.label)


def has_rule(model: type[models.Model]) -> bool:
    return hasattr(model._default_manager, "visible_to")


def leads_to_records(model: type[models.Model]) -> bool:
    keys = [*model._meta.fields, *model._meta.many_to_many]
    ends = [field.related_model for field in keys if field.related_model is not None]
    return any(has_rule(end) for end in ends)


@pytest.mark.parametrize(
    "model", [each for each in PAGES if leads_to_records(each)], ids=lambda each: each._meta.label
)
def test_rows_about_records_are_narrowed_to_those_the_reader_may_know_of(model):
    page = admin.site._registry[model]
    own = type(page).get_queryset is not Narrowed.get_queryset

    assert own or has_rule(model) or page.through or page.between
