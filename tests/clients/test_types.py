"""The committed types are those of the committed description, and the client keeps to them."""

import json

import pytest

from tests.clients.node import CLIENT, need_node, npm

TYPES = CLIENT / "src" / "schema.d.ts"


@pytest.fixture(scope="module", autouse=True)
def _node() -> None:
    need_node()


def test_the_types_are_those_of_the_description(tmp_path):
    made = tmp_path / "schema.d.ts"

    npm("types:to", str(made))

    assert made.read_text() == TYPES.read_text(), "run: make client-types"


def test_the_client_keeps_to_the_types():
    npm("check")


def test_the_lock_names_no_host():
    lock = json.loads((CLIENT / "package-lock.json").read_text())

    assert [name for name, each in lock["packages"].items() if "resolved" in each] == []
