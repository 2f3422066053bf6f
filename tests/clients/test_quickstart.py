"""The quick start of the documentation works as it stands there."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from core.services import create_token
from tests.clients.node import need_node, npm
from tests.factories.contacts import ContactFactory
from tests.factories.core import ServiceFactory, UserFactory
from tests.settling import settle

PAGE = Path(__file__).parents[2] / "docs" / "api-quickstart.md"
COMMANDS = re.compile(r"```sh\n(.*?)```", re.DOTALL)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reader(live_server) -> dict[str, str]:
    """The address of a server with one contact, and Oracle's token."""
    UserFactory(username="dora", is_superuser=True)
    ContactFactory(full_name="Meera Rao")
    oracle = ServiceFactory(username="svc_oracle", perms=["core.see_everything"])
    token = create_token(oracle, by=None).secret
    settle()  # or the feed has nothing yet: a test of another worker holds it back
    return {"CRM": live_server.url, "TOKEN": token}


@pytest.mark.skipif(shutil.which("curl") is None, reason="THE QUICK START WAS NOT TESTED: no curl")
def test_the_commands_do_what_the_page_says(reader):
    script = "set -euo pipefail\n" + "\n".join(COMMANDS.findall(PAGE.read_text()))

    done = subprocess.run(  # noqa: S603 -- our own page
        ["bash", "-c", script],  # noqa: S607 -- whichever bash is installed
        env=os.environ | reader,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert answers[0]["username"] == "svc_oracle"
    assert answers[1]["contact"]["full_name"] == "Meera Rao"
    assert answers[2]["events"][0]["op"] == "created"
    assert answers[3]["code"] == "service_must_propose"
    assert answers[4]["state"] == "pending"


def test_the_typescript_does_what_the_page_says(reader):
    need_node()

    answer = json.loads(npm("quickstart", **reader))

    assert (answer["contact"], answer["proposal"]) == ("Meera Rao", "pending")
    assert answer["sections"] > 15
