import fcntl
import os
import signal
import termios
from functools import partial
from operator import mul

import numpy as np
import pytest

from core.crew import Crew
from identity.matching.deciding import Thresholds
from identity.matching.frequencies import Frequencies
from identity.matching.judging import Judge, Searches, judge_searches
from identity.matching.model import default_model
from identity.matching.reading import read_person
from identity.matching.types import pack, unpack
from ops.embedded.processes import wait_until

JUDGE = Judge(default_model(), Frequencies(1_000, {}), Thresholds(), 5)
WORK = partial(judge_searches, JUDGE)


def packed(name: str) -> str:
    return pack(read_person({"full_name": [name], "phone": ["9876543210"]}))


OTHERS = ",".join([packed("Asha Rao"), packed("Omar Haddad")])


def asked(number: int, name: str) -> Searches:
    """Return the search of one person among two."""
    pairs = np.zeros(2, np.int32), np.arange(2, dtype=np.int32)
    return Searches([number], packed(name), np.array([7, 8]), OTHERS, *pairs)


CASES = [
    asked(number, name)
    for number, name in enumerate(("Asha Rao", "Lena Weber", "Umar Haddad", "Aasha Rao"))
]


def test_a_packed_person_is_the_same_unpacked():
    person = read_person({"full_name": ["Asha Rao"], "phone": ["9876543210"], "id": ["A1"]})

    assert unpack(pack(person)) == person


def test_a_crew_finds_what_its_caller_would_and_in_order():
    with Crew(WORK) as crew:
        found = list(crew.answers(CASES))

    assert found == [WORK(case) for case in CASES]
    assert [[pk for pk, _ in told] for told in found] == [[0], [], [2], [3]]


def test_a_process_that_died_is_not_waited_for():
    with Crew(WORK, size=1) as crew:
        crew._members[0].kill()
        crew._members[0].wait()

        with pytest.raises((EOFError, BrokenPipeError)):
            list(crew.answers(CASES))


def waiting_bytes(pipe) -> int:
    return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), "little")


def test_an_answer_arrives_whole_though_a_signal_came_while_it_was_written(monkeypatch):
    monkeypatch.setenv("PYTHONUNBUFFERED", "1")

    with Crew(partial(mul, "a"), size=1) as crew:
        (member,) = crew._members

        def tasks():
            yield 1_000_000
            assert wait_until(lambda: waiting_bytes(member.stdout) > 30_000, 30)
            member.send_signal(signal.SIGSTOP)
            os.waitpid(member.pid, os.WUNTRACED)
            member.send_signal(signal.SIGCONT)
            member.stdin.close()  # it ends when it has answered, so that nobody waits for the rest

        found = list(crew.answers(tasks()))

    assert found == ["a" * 1_000_000]
