"""No request brings a NaN: it is below and above no limit, so that no limit keeps it out."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework import serializers

from tests.architecture.apps import own_apps

NONE_AT_ALL = st.sampled_from(["nan", "inf", "infinity", "1e999"]).flatmap(
    lambda word: st.sampled_from([word, word.upper(), f"-{word}", f" +{word} ", word.title()])
) | st.sampled_from([float("nan"), float("inf"), float("-inf")])


def serializers_of_ours() -> list[type[serializers.Serializer]]:
    """Return every serializer of the REST surface, once its modules are loaded."""
    names = {config.name for config in own_apps()}
    for config in own_apps():
        for module in sorted((Path(config.path) / "api").glob("*.py")):
            import_module(f"{config.name}.api.{module.stem}")
    found: list[type[serializers.Serializer]] = []
    waiting = [serializers.Serializer]
    while waiting:
        kinds = waiting.pop().__subclasses__()
        waiting += kinds
        found += [kind for kind in kinds if kind.__module__.partition(".")[0] in names]
    return sorted(set(found), key=lambda kind: (kind.__module__, kind.__qualname__))


def may_be_made(kind: type[serializers.Serializer]) -> bool:
    """Return whether it is no base of others, which names no model."""
    return not issubclass(kind, serializers.ModelSerializer) or hasattr(kind, "Meta")


def written(field: serializers.Field, name: str) -> Iterator[tuple[str, serializers.FloatField]]:
    if isinstance(field, serializers.FloatField) and not field.read_only:
        yield name, field
    if isinstance(field, serializers.ListField):
        yield from written(field.child, f"{name}[]")


def numbers() -> list[tuple[str, serializers.FloatField]]:
    return [
        found
        for kind in serializers_of_ours()
        if may_be_made(kind)
        for name, field in kind().fields.items()
        for found in written(field, f"{kind.__qualname__}.{name}")
    ]


@pytest.fixture(scope="module")
def asked() -> list[tuple[str, serializers.FloatField]]:
    return numbers()


@given(number=NONE_AT_ALL)
def test_no_number_of_any_request_may_be_none(asked, number):
    for _, field in asked:
        with pytest.raises(serializers.ValidationError) as refused:
            field.run_validation(number)
        assert refused.value.detail[0].code == "invalid"


def test_there_are_such_numbers(asked):
    names = {name for name, _ in asked}

    assert {"LinkSerializer.confidence", "WeightsSerializer.prior_mass"} <= names
    assert {"CriteriaSerializer.floors[]", "RelationshipSerializer.strength"} <= names
