# ruff: noqa: S608 -- the names come from the models
"""Every canonical table writes its history itself: whoever writes, in whatever language."""

import importlib
import pkgutil

import pytest
from django.db import connection, models
from factory.django import DjangoModelFactory

from core.models import CanonicalModel
from core.selectors.history import canonical_models
from tests import factories
from tests.refusals import refusal

pytestmark = pytest.mark.django_db
MODELS = canonical_models()


def factory_of(model: type[CanonicalModel]) -> type[DjangoModelFactory]:
    """Return the first factory that makes rows of a model."""
    for module in pkgutil.iter_modules(factories.__path__, "tests.factories."):
        for thing in vars(importlib.import_module(module.name)).values():
            made = getattr(getattr(thing, "_meta", None), "model", None)
            if isinstance(thing, type) and issubclass(thing, DjangoModelFactory) and made is model:
                return thing
    pytest.fail(f"{model.__name__} is canonical and has no factory: add one to tests/factories")


def run(sql: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)


def of_table(model: type[models.Model]) -> str:
    return model._meta.db_table


def columns(model: type[models.Model]) -> set[str]:
    return {field.attname for field in model._meta.concrete_fields if not field.generated}


@pytest.mark.parametrize("model", MODELS, ids=of_table)
def test_history_has_every_column_of_its_table(model):
    assert columns(model) <= columns(model.history.model)


@pytest.mark.parametrize("model", MODELS, ids=of_table)
def test_raw_sql_writes_history_and_cannot_go_around_it(model):
    row, table = factory_of(model)(), of_table(model)
    past = of_table(model.history.model)

    run(f'UPDATE "{table}" SET version = version + 1, updated_at = now() WHERE id = %s', row.pk)

    kept = model.history.filter(id=row.pk).order_by("version")
    assert [entry.version for entry in kept] == list(range(1, row.version + 2))
    assert kept.last().updated_at == model._base_manager.get(pk=row.pk).updated_at
    assert [
        refusal(lambda sql=sql: run(sql, row.pk))
        for sql in (
            f'UPDATE "{table}" SET updated_at = now() WHERE id = %s',
            f'DELETE FROM "{table}" WHERE id = %s',
            f'UPDATE "{past}" SET history_date = now() WHERE id = %s',
            f'DELETE FROM "{past}" WHERE id = %s',
        )
    ] == ["version_moves_by_one", "row_is_kept", "row_is_kept", "row_is_kept"]
