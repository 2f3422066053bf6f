"""What imports cannot show: foreign keys point down, and canonical tables are guarded."""

import pytest
from django.apps import apps
from django.db import connection

from core.models import CanonicalModel
from tests.architecture.apps import layers, own_apps

GUARDS = {"capture_insert", "capture_update", "no_delete", "version_moves"}
TRIGGERS = """
    SELECT tgname, split_part(encode(tgargs, 'escape'), '\\000', 1)
    FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal
"""


def foreign_keys():
    """Yield every foreign key of the project's models with the labels of both ends."""
    for config in own_apps():
        for model in config.get_models(include_auto_created=True):
            for field in model._meta.local_fields:
                if field.is_relation and field.related_model is not None:
                    yield str(field), config.label, field.related_model._meta.app_label


def canonical_models() -> list[type[CanonicalModel]]:
    """Return every table of the client graph."""
    return [model for model in apps.get_models() if issubclass(model, CanonicalModel)]


def triggers(table: str) -> dict[str, str]:
    """Return the triggers of a table, each with its first argument."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS, [table])
        return dict(cursor.fetchall())


def test_every_foreign_key_points_to_its_own_app_or_one_below():
    depth = {name: level for level, row in enumerate(layers()) for name in row}

    upward = [
        f"{field} points from {source} up or sideways to {target}"
        for field, source, target in foreign_keys()
        if target in depth and target != source and depth[target] <= depth[source]
    ]
    assert upward == [], "Let the upper app point down instead, or keep a uid."


@pytest.mark.django_db
@pytest.mark.parametrize("model", canonical_models(), ids=lambda model: model._meta.label)
def test_every_canonical_table_is_guarded(model):
    history = model.history.model._meta.db_table

    found = triggers(model._meta.db_table)

    assert found.keys() & GUARDS == GUARDS, "Add Capture(table, entity) to its guards migration."
    assert (found["capture_insert"], found["capture_update"]) == (history, history)
    assert "append_only" in triggers(history)


@pytest.mark.parametrize("model", canonical_models(), ids=lambda model: model._meta.label)
def test_nothing_canonical_is_deleted_with_something_else(model):
    cascading = [
        str(field)
        for field in model._meta.local_fields
        if field.is_relation and field.remote_field.on_delete.__name__ != "PROTECT"
    ]
    assert cascading == []
