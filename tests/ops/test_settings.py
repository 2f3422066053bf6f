"""Settings: guards of staging and production, files compared, nothing of a GPU host by address."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from environs.exceptions import EnvValidationError

from ops.models import Mark
from ops.services import WrongDatabaseError, claim, give_to
from velocity_crm import env, example
from velocity_crm.ownership import claim_or_exit

ROOT = Path(__file__).parents[2]
PRODUCTION = {
    "VELOCITY_ENV": "production",
    "SECRET_KEY": "0123456789abcdef" * 5,
    "ALLOWED_HOSTS": "crm.example.com",
    "PATH": os.environ["PATH"],
}


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command in an environment of its own."""
    return subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=PRODUCTION | {"DATABASE_URL": os.environ["DATABASE_URL"]} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_production_environment_passes_the_deployment_checks(tmp_path):
    done = manage("check", "--deploy", "--fail-level", "WARNING", VELOCITY_HOME=str(tmp_path))

    assert (done.returncode, done.stderr) == (0, "")


def test_all_that_is_missing_or_wrong_is_told_at_once_without_a_traceback():
    done = manage("check", ALLOWED_HOSTS="", SECRET_KEY="short", LOG_LEVEL="loud")

    told = done.stderr.splitlines()
    assert done.returncode == 1
    assert told[0] == "These settings are missing or wrong:"
    assert [line.split(":")[0].strip() for line in told[1:]] == [
        "SECRET_KEY", "ALLOWED_HOSTS", "LOG_LEVEL",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "address",
    [
        "https://203.0.113.7:8188",
        "https://[2001:db8::1]/",
        "https://3405803783",
        "https://0xcb.0x0.0x71.0x7",
        "http://comfy.example.com",
        "https://gpuhost",
    ],
)
def test_a_gpu_host_is_named_by_its_public_base_url_alone(address, monkeypatch):
    monkeypatch.setenv("COMFY_PUBLIC_URL", address)

    with pytest.raises(EnvValidationError) as refused:
        env.read()

    assert list(refused.value.error_messages) == ["COMFY_PUBLIC_URL"]


def test_a_public_base_url_passes(monkeypatch):
    monkeypatch.setenv("COMFY_PUBLIC_URL", "https://comfy.example.com/base")

    assert env.read().comfy_public_url == "https://comfy.example.com/base"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("METRICS_TOKEN", "short"),
        ("PROXY_COUNT", "9"),
        ("CACHE_URL", "memcached://h"),
        ("DATABASE_POOL", "-1"),
        ("STATIC_URL", "http://cdn.example/static/"),
        ("STATIC_URL", "https://cdn.example/static"),
    ],
)
def test_values_that_cannot_be_are_refused(name, value, monkeypatch):
    monkeypatch.setenv(name, value)

    with pytest.raises(EnvValidationError) as refused:
        env.read()

    assert list(refused.value.error_messages) == [name]


def test_a_delivery_network_is_named_to_browsers_too(monkeypatch):
    desk = env.read()
    monkeypatch.setenv("STATIC_URL", "https://cdn.example/static/")

    assert (desk.static_url, desk.delivery) == ("static/", [])
    assert env.read().delivery == ["https://cdn.example"]


def test_a_pool_is_for_servers(monkeypatch):
    desk = env.read().pool
    monkeypatch.setenv("DATABASE_POOL", "8")

    assert (desk, env.read().pool) == ({}, {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}})


@pytest.mark.django_db
def test_staging_and_a_desk_turn_back_from_productions_database():
    claim("production")
    claim("production")

    for mode in ("staging", "local"):
        with pytest.raises(WrongDatabaseError, match=f"VELOCITY_ENV is {mode}"):
            claim(mode)


@pytest.mark.django_db
def test_a_copy_of_it_can_be_taken_over():
    claim("production")

    call_command("claim_database", "local")

    claim("local")
    assert Mark.objects.get(name="environment").detail == {"mode": "local"}
    with pytest.raises(CommandError, match="VELOCITY_ENV is local"):
        call_command("claim_database", "staging")


@pytest.mark.django_db
def test_a_server_ends_at_the_wrong_database(monkeypatch):
    give_to("production")
    monkeypatch.setattr("velocity_crm.ownership.connections.close_all", lambda: None)

    with pytest.raises(SystemExit, match="carries the mark of production"):
        claim_or_exit()


def test_the_list_names_every_variable_and_no_value(capsys, monkeypatch):
    monkeypatch.setenv("METRICS_TOKEN", "a-secret-of-more-than-32-characters")

    call_command("check_env", list=True)

    lines = capsys.readouterr().out.splitlines()
    named = [line.split()[0] for line in lines if line.startswith("  ")]
    assert sorted(named) == sorted(example.variables())
    assert [line for line in lines if line in example.GROUPS] == list(example.GROUPS)
    assert "a-secret" not in "".join(lines)


def test_two_files_are_compared_without_telling_a_secret(tmp_path, capsys):
    first, second = tmp_path / "a.env", tmp_path / "b.env"
    first.write_text("VELOCITY_ENV=staging\nSECRET_KEY=one\nQD_LABEL=QD\n")
    second.write_text("VELOCITY_ENV=production\nSECRET_KEY=two\nQD_LABEL=QD\nLOG_LEVEL=INFO\n")

    call_command("env_diff", first, second)

    assert capsys.readouterr().out.splitlines() == [
        f"{'LOG_LEVEL':<28} only in the second",
        f"{'SECRET_KEY':<28} differ",
        f"{'VELOCITY_ENV':<28} staging | production",
    ]


@pytest.mark.parametrize("line", ["SECRET_KEY=same", "NOBODY_READS_THIS=1"])
def test_a_shared_secret_and_an_unknown_name_are_faults(line, tmp_path):
    files = [tmp_path / "a.env", tmp_path / "b.env"]
    for file in files:
        file.write_text(line + "\n")

    with pytest.raises(SystemExit):
        call_command("env_diff", *files)
