"""The state of everything the product depends on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError
from health_check.exceptions import HealthCheckException, ServiceWarning

from ops.choices import Health
from ops.selectors import checks

SEVERITY = (Health.HEALTHY, Health.DEGRADED, Health.UNHEALTHY)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; `words` is empty where all is well."""

    name: str
    means: str
    state: Health
    words: str = ""


def readiness() -> list[checks.Check]:
    """Return what must be well before requests are sent here."""
    return [checks.Database(), checks.Migrations()]


def dependencies() -> list[checks.Check]:
    """Return everything the product depends on."""
    return [
        *readiness(),
        checks.Broker(),
        checks.Worker(),
        *(checks.Disk(name, path) for name, path in settings.DISK_PATHS.items()),
        checks.Memory(),
        checks.Backup(),
        checks.WalArchive(),
        checks.Outbox(),
        checks.Seal(),
        checks.Sync(),
    ]


def examine(asked: Iterable[checks.Check]) -> list[Finding]:
    """Run checks one after the other and return what each found.

    They run in the caller's own thread, not in the library's executor, whose threads would each
    open a database connection and keep it.
    """
    return list(_examined(asked))


def overall(findings: Iterable[Finding]) -> Health:
    """Return the worst state among the findings."""
    return max((each.state for each in findings), key=SEVERITY.index, default=Health.HEALTHY)


def _examined(asked: Iterable[checks.Check]) -> Iterator[Finding]:
    answers = True
    for check in asked:
        if check.asks and not answers:
            yield _finding(check, Health.UNHEALTHY, "not asked: the database does not answer")
            continue
        found = _find(check)
        yield found
        answers &= not isinstance(check, checks.Database) or found.state != Health.UNHEALTHY


def _find(check: checks.Check) -> Finding:
    try:
        check.run()
    except ServiceWarning as error:
        return _finding(check, Health.DEGRADED, str(error.message))
    except HealthCheckException as error:
        return _finding(check, Health.UNHEALTHY, str(error.message))
    except (DatabaseError, OSError) as error:
        # the message may hold an address or a user name
        return _finding(check, Health.UNHEALTHY, f"failed: {type(error).__name__}")
    return _finding(check, Health.HEALTHY)


def _finding(check: checks.Check, state: Health, words: str = "") -> Finding:
    kind = type(check).__name__
    name = f"{kind} {check.name}" if isinstance(check, checks.Disk) else kind
    return Finding(name.lower(), check.means, state, words)
