"""The committed description of the API is the one the code gives."""

import json
from pathlib import Path
from typing import Any

import drf_spectacular.validation
import jsonschema_rs
import pytest
import yaml
from django.core.management import call_command
from django.urls import get_resolver

COMMITTED = Path(__file__).parents[2] / "openapi.yaml"
# what `spectacular --validate` holds a description against
SPECIFICATION = Path(drf_spectacular.validation.__file__).with_name("openapi_3_1_schema.json")
HOW = "run: python manage.py spectacular --validate --fail-on-warn --file openapi.yaml"


@pytest.fixture(scope="module")
def generated(tmp_path_factory) -> str:
    """The description, made anew; a warning fails here."""
    target = tmp_path_factory.mktemp("schema") / "openapi.yaml"
    call_command("spectacular", "--fail-on-warn", "--file", str(target))
    return target.read_text()


@pytest.fixture(scope="module")
def described(generated) -> dict[str, Any]:
    return yaml.load(generated, yaml.CSafeLoader)


def test_the_committed_description_is_current(generated):
    assert COMMITTED.read_text() == generated, HOW


def test_it_is_openapi_3_1(generated):
    assert generated.startswith("openapi: 3.1")


def test_it_is_what_the_specification_allows(described):
    specification = json.loads(SPECIFICATION.read_text())

    jsonschema_rs.validate(specification, described)

    with pytest.raises(jsonschema_rs.ValidationError):
        jsonschema_rs.validate(specification, described | {"paths": {"no-slash": {}}})


def test_the_api_is_part_of_the_site():
    assert get_resolver().resolve("/api/v1/contacts/").url_name == "contact-list"


def test_every_change_may_name_the_version_it_is_based_on(described):
    schemas = described["components"]["schemas"]

    changes = {name: each for name, each in schemas.items() if name.startswith("Patched")}

    assert changes
    assert [name for name, each in changes.items() if "version" not in each["properties"]] == []
