"""NemoClaw over a real socket: what it says is put before a person."""

import pytest
from django.core.management import CommandError, call_command

from approvals.models import Proposal
from contacts.models import Contact
from imports import services as imports
from oracle_bridge.adapters.http import AdapterError, UnavailableError
from oracle_bridge.adapters.nemoclaw import NemoClaw, door_of
from oracle_bridge.services import suggest_enrichments, suggest_mapping
from tests.factories.contacts import ContactFactory
from tests.imports.acts import bring, csv_of
from tests.imports.conftest import _files_of_their_own, alice, dora, hubspot  # noqa: F401 -- fixtures
from tests.oracle_bridge.pulse_server import PulseServer

pytestmark = pytest.mark.django_db


class NemoServer(PulseServer):
    """Answers what it is told to, whatever it is asked."""

    answers: dict = {}

    def answer(self, method, path, query, body):  # noqa: ARG002 -- the server's signature
        return 200, self.answers


@pytest.fixture
def nemo():
    """A NemoClaw and the way to it."""
    with NemoServer().running() as server:
        door = door_of(server.url, "secret", timeout=2.0, sleep=lambda _: None)
        yield server, NemoClaw(door)
        door.close()


def test_what_it_is_sure_of_becomes_a_new_version_of_the_mapping(nemo, alice, hubspot):  # noqa: F811 -- the fixtures above
    server, client = nemo
    batch = bring(csv_of("1,Meera Rao", header="Ref,Klant"), by=alice, source=hubspot)
    server.answers = {
        "columns": [
            {"position": 1, "target": "contact.full_name", "confidence": 0.95, "reason": "Dutch"},
            {"position": 0, "target": "contact.shoe_size", "confidence": 0.9},
        ]
    }

    manifest = suggest_mapping(client, batch, by=alice)

    columns = dict(manifest.columns.values_list("header", "target"))
    assert columns == {"Ref": "", "Klant": "contact.full_name"}
    assert imports.current_manifest(batch) == manifest


def test_an_enrichment_is_a_proposal_and_never_touches_who_somebody_is(nemo, eve, dora):  # noqa: F811, ARG001 -- the fixtures above
    server, client = nemo
    meera = ContactFactory(full_name="Meera Rao")
    server.answers = {
        "people": [
            {"uid": str(meera.uid), "confidence": 0.7, "reason": "her company's page",
             "fields": {"occupation": "Partner", "full_name": "M. Rao"}, "unresolved": ["budget"]},
            {"uid": "somebody else", "confidence": 1, "fields": {"occupation": "King"}},
        ]
    }  # fmt: skip

    made = suggest_enrichments(client, [meera], by=eve)

    assert [proposal.current_items.get().after for proposal in made] == [{"occupation": "Partner"}]
    assert Contact.objects.get(pk=meera.pk).occupation == meera.occupation
    assert Proposal.objects.get().confidence is not None


@pytest.mark.parametrize(
    "answer",
    [{}, {"columns": "no"}, {"columns": [{"position": 9, "confidence": 1}]},
     {"columns": [{"position": 0, "confidence": "high"}]}],
)  # fmt: skip
def test_an_answer_that_is_none_is_an_error(nemo, answer):
    server, client = nemo
    server.answers = answer

    with pytest.raises(AdapterError):
        client.suggest_mapping(["a"], [], ["contact.email"])


def test_a_server_that_fails_is_asked_four_times(nemo):
    server, client = nemo
    server.failures = 1.0

    with pytest.raises(UnavailableError):
        client.enrich([])
    assert server.requests == 4


@pytest.mark.parametrize("option", ["--batch", "--contact"])
def test_what_is_no_uid_is_refused_in_words(option):
    with pytest.raises(CommandError, match="invalid UUID value: 'nonsense'"):
        call_command("ask_nemoclaw", option, "nonsense")
