"""A form that is sent twice writes once: a key stays with what is sent until it is answered."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.clients.node import CLIENT, need_node

SCRIPT = """
import { sign, settle } from "./keys.mjs";
const post = (body) => new Request("https://crm.example/tasks/", { method: "POST", body });
const key = async (body, status, problem) => {
  const request = post(body);
  await sign(request);
  if (status) await settle(request, new Response(JSON.stringify(problem ?? {}), { status }));
  return request.headers.get("Idempotency-Key");
};
const sent = [
  await key("call"),
  await key("call", 409, { code: "idempotency_in_flight" }),
  await key("call", 502),
  await key("call", 201),
  await key("call", 201),
  await key("write"),
];
console.log(JSON.stringify(sent));
"""


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder with the client's keys as a browser loads them."""
    need_node()
    made = tmp_path / "keys.mjs"
    command = ["node_modules/.bin/esbuild", "src/keys.ts", "--format=esm", f"--outfile={made}"]
    subprocess.run(command, cwd=CLIENT, check=True, capture_output=True)  # noqa: S603 -- our own
    return tmp_path


def test_what_got_no_answer_keeps_its_key_and_what_was_answered_does_not(folder):
    (folder / "sent.mjs").write_text(SCRIPT)

    done = subprocess.run(
        ["node", "sent.mjs"],  # noqa: S607 -- whichever node is installed
        cwd=folder, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip

    first, in_flight, broken, answered, anew, other = json.loads(done.stdout)
    assert first == in_flight == broken == answered
    assert len({answered, anew, other}) == 3


def test_the_client_names_pages_there_are():
    named = {
        name
        for path in CLIENT.glob("*/*.ts*")
        for name in re.findall(r"\bdocs/[\w/.-]+\.md", path.read_text())
    }

    assert [name for name in named if not (CLIENT.parents[1] / name).is_file()] == []
    assert named
