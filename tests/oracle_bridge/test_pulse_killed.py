"""A run that is killed anywhere: the next goes on, and nobody comes twice or waits twice."""

from contextlib import suppress

import pytest

from approvals.models import Proposal
from contacts.models import Contact
from imports.models import RawBatch
from oracle_bridge.models import EntityMapping, SyncRun, SyncWatermark
from oracle_bridge.services import pulse_sync
from tests.imports.acts import apply
from tests.imports.conftest import _files_of_their_own, alice, dora  # noqa: F401 -- fixtures
from tests.oracle_bridge.pulse_server import PulseServer, profile
from tests.oracle_bridge.test_pulse import reach, sync  # noqa: F401 -- fixtures

pytestmark = pytest.mark.django_db

EVERYBODY = 8
# after which step of a run the process dies; the file is advanced twice
STEPS = {
    "the file is kept": ("imports.receive", 1),
    "its rows are read": ("imports.advance", 1),
    "its columns are confirmed": ("imports.confirm", 1),
    "it is proposed": ("imports.advance", 2),
    "it is approved": ("_approve", 1),
    "its people are mapped": ("settle_run", 1),
}


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def server():
    """Pulse, which knows three people no number or address tells of, and two of one address."""
    pulse = PulseServer(count=3)
    for number in range(3, EVERYBODY - 1):
        more = {"canonical_email": "", "phone_number": ""}
        pulse.profiles[f"p-{number}"] = profile(number, **more)
    twin = {"canonical_email": "person0@example.com", "phone_number": ""}
    pulse.profiles["p-7"] = profile(EVERYBODY - 1, **twin)
    with pulse.running():
        yield pulse


@pytest.fixture
def kill(monkeypatch):
    """Let the process die right after a step."""

    def after(step: str, run) -> None:
        name, nth = STEPS[step]
        path = f"oracle_bridge.services.pulse_sync.{name}"
        place = pulse_sync.imports if "." in name else pulse_sync
        real, calls = getattr(place, name.rpartition(".")[2]), []

        def die(*args, **options):
            done = real(*args, **options)
            calls.append(1)
            if len(calls) == nth:
                raise Killed
            return done

        with monkeypatch.context() as patched, suppress(Killed):
            patched.setattr(path, die)
            run()

    return after


def applied() -> list[str]:
    states = RawBatch.objects.exclude(state="cancelled").values_list("state", flat=True)
    return list(states)


@pytest.mark.parametrize("step", STEPS)
def test_everybody_arrives_once_though_a_run_was_killed(step, server, kill, sync):  # noqa: F811 -- the fixture above
    kill(step, lambda: sync(server))

    runs = [sync(server).state for _ in range(2)]

    assert runs == ["done", "done"]
    assert (Contact.objects.count(), EntityMapping.objects.count()) == (EVERYBODY, EVERYBODY)
    assert (applied(), SyncWatermark.objects.count()) == (["applied"], 1)
    assert not SyncRun.objects.filter(state__in=("running", "waiting")).exists()


@pytest.mark.parametrize(
    "step", ["its rows are read", "its columns are confirmed", "it is proposed"]
)
def test_whom_a_killed_run_brought_wait_for_approval_once(step, server, kill, sync, dora):  # noqa: F811 -- the fixtures above
    kill(step, lambda: sync(server, approver=None))

    for _ in range(2):
        sync(server, approver=None)

    assert applied() == ["pending_approval"]
    apply(Proposal.objects.get(state="pending"), by=dora)
    sync(server, approver=None)
    assert (Contact.objects.count(), EntityMapping.objects.count()) == (EVERYBODY, EVERYBODY)
    assert SyncWatermark.objects.count() == 1
