"""A Pulse at work: profiles change while their pages are read, and nobody is missed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import SourceSystem
from oracle_bridge.adapters.http import AdapterError
from oracle_bridge.adapters.pulse import DIALECTS
from oracle_bridge.models import SyncRun
from oracle_bridge.services.pulse_sync import _read
from tests.oracle_bridge.pulse_server import profile

NOW = "2026-06-01T00:00:00Z"
MANY = 1_200


class Busy:
    """A door to a Pulse in which something happens after the first page: the latest change last."""

    def __init__(self, happens: Callable[[dict[str, dict]], None]) -> None:
        self.profiles = {f"p-{n}": profile(n) for n in range(MANY)}
        self.happens = happens
        self.asked = 0

    def get(self, _path: str, *, limit: int, offset: int, **_: object) -> dict:
        rows = sorted(self.profiles.values(), key=lambda row: (row["updated_at"], row["id"]))
        page = rows[offset : offset + limit]
        if not self.asked:
            self.happens(self.profiles)
        self.asked += 1
        more = offset + len(page) < len(rows)
        return {
            "data": page, "pagination": {"has_more": more}, "contacts": page, "total": len(rows),
        }  # fmt: skip


def change(number: int) -> Callable[[dict[str, dict]], None]:
    def happens(profiles: dict[str, dict]) -> None:
        for n in range(number):
            profiles[f"p-{n}"] = profile(n, title="Partner", updated_at=NOW)

    return happens


def leave(profiles: dict[str, dict]) -> None:
    for n in range(300):
        del profiles[f"p-{n}"]


def titles(door: Busy, dialect: str) -> dict[str, str]:
    """Return everybody a full reading tells of, with what they are."""
    pages = DIALECTS[dialect](door).profiles(None)
    return {one.id: one.title for page in pages for one in page}


@pytest.mark.parametrize("dialect", ["a", "b"])
@pytest.mark.parametrize("number", [0, 30, 400])
def test_who_changes_while_pages_are_read_hides_nobody_behind_them(dialect, number):
    door = Busy(change(number))

    found = titles(door, dialect)

    assert len(found) == MANY
    assert [n for n in range(MANY) if found[f"p-{n}"] == "Partner"] == list(range(number))
    assert (door.asked > 3) == (number > 50)  # few are caught by pages that overlap


@pytest.mark.parametrize("dialect", ["a", "b"])
def test_who_is_taken_out_meanwhile_hides_nobody_behind_them(dialect):
    found = titles(Busy(leave), dialect)

    assert {f"p-{n}" for n in range(300, MANY)} <= found.keys()


def test_a_list_that_is_another_every_time_is_refused():
    class Shuffled(Busy):
        def get(self, path: str, **asked) -> dict:
            self.profiles = {
                f"{self.asked}-{n}": profile(n, id=f"{self.asked}-{n}") for n in range(700)
            }
            return super().get(path, **asked)

    with pytest.raises(AdapterError, match="run again"):
        titles(Shuffled(change(0)), "a")


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "known"), [(-60, True), (60, False)])
def test_what_changed_since_the_reading_began_is_read_again(alice, minutes, known):
    moved = timezone.now() + timedelta(minutes=minutes)
    run = SyncRun(system=SourceSystem.objects.get(code="pulse"), mode="full", by=alice)
    one = profile(1, updated_at=moved.isoformat())

    seen = _read(DIALECTS["a"](Busy(lambda profiles: profiles.update({"p-1": one}))), run)

    assert seen.mark is not None
    assert (seen.mark == moved) == known
