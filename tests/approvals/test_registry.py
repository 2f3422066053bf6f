"""The registry of operations."""

from dataclasses import FrozenInstanceError

import pytest

from approvals import registry
from approvals.registry import Applied, Operation


def nothing(*_):
    return Applied(state="noop")


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch):
    monkeypatch.setattr(registry, "_operations", {})


def test_a_registered_operation_is_found_by_its_kind():
    operation = Operation("test.nothing", "Nothing", apply=nothing, describe=dict)

    registry.register(operation)

    assert registry.get("test.nothing") is operation
    assert registry.kinds() == [("test.nothing", "Nothing")]


def test_a_kind_is_registered_once():
    registry.register(Operation("test.nothing", "Nothing", apply=nothing, describe=dict))

    with pytest.raises(ValueError, match="registered already"):
        registry.register(Operation("test.nothing", "Nothing", apply=nothing, describe=dict))


def test_an_operation_never_changes():
    operation = Operation("test.nothing", "Nothing", apply=nothing, describe=dict)

    with pytest.raises(FrozenInstanceError):
        operation.kind = "test.something"


def test_an_unknown_kind_is_told_by_name():
    with pytest.raises(registry.UnknownOperationError, match=r"'test\.unknown'"):
        registry.get("test.unknown")


def test_a_kind_is_called_by_its_name_and_a_forgotten_one_by_its_code():
    registry.register(Operation("test.nothing", "Nothing", apply=nothing, describe=dict))

    assert registry.name_of("test.nothing") == "Nothing"
    assert registry.name_of("test.gone") == "test.gone"
