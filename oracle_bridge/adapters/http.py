"""Calling another system so that its bad days are survived and seen.

Three retries with growing, random pauses after time-outs, 429 and 5xx (a server's `Retry-After`
is kept to); after five failures in a row the circuit opens and calls fail at once for a minute.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt
from tenacity.wait import wait_random_exponential

ATTEMPTS = 4  # the first and three more
LONGEST_PAUSE = 60.0
FAILURES, OPEN_FOR = 5, 60.0
BUSY = 429
SERVER_ERRORS = 500


class AdapterError(Exception):
    """The other system did not answer as it should; says how."""


class UnavailableError(AdapterError):
    """A failure that may pass: worth another try. `wait` are the seconds the server asked for."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class CircuitOpenError(AdapterError):
    """It failed so often that nobody asks again before a while."""


class RefusedError(AdapterError):
    """An answer that will not change by asking again. `status` is HTTP's."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


@dataclass(slots=True)
class Door:
    """One system's HTTP door; `headers` carry its secret, `sleep` and `clock` are for tests."""

    name: str
    base_url: str
    headers: dict[str, str] = field(default_factory=dict)
    timeout: float = 10.0
    pause: float = 0.5
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    calls: int = 0
    retries: int = 0
    _failures: int = 0
    _open_until: float = 0.0
    _client: httpx.Client | None = None

    def get(self, path: str, **params: Any) -> Any:
        """Return the JSON of a GET, None for 404; parameters that are None are left out."""
        given = {name: value for name, value in params.items() if value is not None}
        return self._call("GET", path, params=given)

    def post(self, path: str, body: Any) -> Any:
        """Return the JSON of a POST; a 404 refuses it, for nothing was done."""
        return self._call("POST", path, json=body)

    def close(self) -> None:
        """Give the connections back."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _call(self, method: str, path: str, **what: Any) -> Any:
        if self.clock() < self._open_until:
            raise CircuitOpenError(f"{self.name} failed {FAILURES} times; asked again in a minute")
        retrying = Retrying(
            stop=stop_after_attempt(ATTEMPTS),
            wait=self._pause,
            retry=retry_if_exception_type(UnavailableError),
            sleep=self.sleep,
            reraise=True,
        )
        try:
            found = retrying(self._once, method, path, what)
        except UnavailableError:
            self._failures += 1
            if self._failures >= FAILURES:
                self._open_until = self.clock() + OPEN_FOR
            raise
        finally:
            self.retries += max(0, int(retrying.statistics.get("attempt_number", 1)) - 1)
        self._failures = 0
        return found

    def _once(self, method: str, path: str, what: dict[str, Any]) -> Any:
        self.calls += 1
        if self._client is None:
            self._client = httpx.Client(
                base_url=self.base_url, headers=self.headers, timeout=self.timeout
            )
        try:
            answer = self._client.request(method, path, **what)
        except httpx.TransportError as error:
            raise UnavailableError(f"{self.name}: {type(error).__name__}") from error
        return self._read(answer)

    def _read(self, answer: httpx.Response) -> Any:
        status = answer.status_code
        if status == BUSY or status >= SERVER_ERRORS:
            raise UnavailableError(f"{self.name} answered {status}", _asked_for(answer))
        if status == httpx.codes.NOT_FOUND and answer.request.method == "GET":
            return None
        if answer.is_error:
            raise RefusedError(f"{self.name} answered {status}: {answer.text[:200]}", status)
        try:
            return answer.json()
        except ValueError as error:
            raise UnavailableError(f"{self.name} answered no JSON") from error

    def _pause(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.wait if isinstance(error, UnavailableError) else None
        own = float(wait_random_exponential(multiplier=self.pause, max=LONGEST_PAUSE)(state))
        return min(LONGEST_PAUSE, max(own, asked or 0.0))


def _asked_for(answer: httpx.Response) -> float | None:
    """Return the seconds a busy server asks to wait, by header or body; None without a word."""
    text = answer.headers.get("Retry-After", "")
    try:
        return float(text)
    except ValueError:
        return None
