"""Every table that speaks of people is decided about, down to its texts."""

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from simple_history.models import HistoricalChanges

from contacts.models import Contact
from privacy.selectors import HOLDINGS

TEXTS = (models.CharField, models.TextField, models.JSONField, ArrayField, models.FileField)
HELP = "decide about it in privacy/selectors/plan.py: is it cleared, spared or deleted?"


def keys_to_contact() -> set[tuple[type[models.Model], str]]:
    """Return every foreign key to Contact, history tables left out."""
    return {
        (model, field.name)
        for model in apps.get_models(include_auto_created=False)
        if not issubclass(model, HistoricalChanges)
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many)
        if field.related_model is Contact
    }


def test_every_foreign_key_to_a_person_is_in_the_plan():
    decided = {(holding.model, path) for holding in HOLDINGS for path in holding.paths}
    itself = {(Contact, "merged_into")}  # the records merged into a person are the person

    undecided = keys_to_contact() - decided - itself

    assert {f"{model.__name__}.{name}" for model, name in undecided} == set(), HELP


def test_every_text_of_a_table_in_the_plan_is_cleared_or_spared():
    undecided = {
        f"{holding.model.__name__}.{field.name}"
        for holding in HOLDINGS
        if not holding.deleted
        for field in holding.model._meta.concrete_fields
        if isinstance(field, TEXTS)
        and not field.choices
        and field.name not in {*holding.cleared, *holding.spared}
    }

    assert undecided == set(), HELP
