"""The environment: every fault at once, nothing of the demo outside a desk, a complete example."""

import os
import re
from pathlib import Path

import pytest
from environs.exceptions import EnvValidationError

from velocity_crm import env

ROOT = Path(__file__).parents[2]


@pytest.fixture
def production(monkeypatch) -> pytest.MonkeyPatch:
    """An environment that says production and nothing else."""
    for name in declared_in_example():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("VELOCITY_ENV", "production")
    return monkeypatch


def declared_in_example() -> set[str]:
    text = (ROOT / ".env.example").read_text()
    return set(re.findall(r"^#?([A-Z_]+)=", text, re.MULTILINE))


@pytest.mark.usefixtures("production")
def test_every_missing_variable_is_named_at_once():
    with pytest.raises(EnvValidationError) as refused:
        env.read()

    assert set(refused.value.error_messages) == {"SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"}


def test_demo_users_debug_pages_and_solo_mode_are_refused_in_production(production):
    production.setenv("DEMO", "true")
    production.setenv("DEBUG", "true")
    production.setenv("SOLO_MODE", "true")

    with pytest.raises(EnvValidationError) as refused:
        env.read()

    assert {"DEMO", "DEBUG", "SOLO_MODE"} <= set(refused.value.error_messages)


def test_a_short_secret_is_refused(production):
    production.setenv("SECRET_KEY", "short")

    with pytest.raises(EnvValidationError) as refused:
        env.read()

    assert "SECRET_KEY" in refused.value.error_messages


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PHONE_REGION", "IND"),
        ("SECRET_KEY", "a" * 60),
        ("SECRET_KEY", "dev-" * 20),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "crm.example.com,*"),
    ],
)
def test_what_only_looks_like_a_setting_is_refused(production, name, value):
    production.setenv(name, value)

    with pytest.raises(EnvValidationError) as refused:
        env.read()

    assert "not set" not in str(refused.value.error_messages[name])


def test_a_file_that_is_not_there_is_named_with_all_other_faults(production, tmp_path):
    production.setenv("SECRET_KEY_FILE", str(tmp_path / "nowhere"))

    with pytest.raises(EnvValidationError) as refused:
        env.read()

    assert set(refused.value.error_messages) == {"SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL"}
    assert (
        "SECRET_KEY_FILE must be a readable file" in refused.value.error_messages["SECRET_KEY"][0]
    )


def test_a_value_may_stand_in_a_file(production, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("0123456789abcdef" * 4)
    production.setenv("SECRET_KEY_FILE", str(secret))
    production.setenv("ALLOWED_HOSTS", "crm.example.com")
    production.setenv("DATABASE_URL", os.environ.get("DATABASE_URL", "postgresql://u@h/d"))

    assert env.read().secret_key == "0123456789abcdef" * 4


def test_the_example_lists_exactly_the_variables_that_are_read():
    source = (ROOT / "velocity_crm" / "env.py").read_text()
    read = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", source))

    assert declared_in_example() == read
