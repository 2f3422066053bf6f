"""As much of PromQL as alerts and panels use: the labels of an expression, and what is amiss.

Prometheus takes an expression whose sides share no labels and simply finds nothing; this tells.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

type Labels = frozenset[str] | None  # None: a number without labels

TOKEN = re.compile(
    r"""\s*(?:(?P<word>[a-zA-Z_:][\w:]*)|(?P<number>\d+(?:\.\d+)?)|(?P<braces>\{[^}]*\})
    |(?P<range>\[[^\]]*\])|(?P<sign>==|!=|>=|<=|[-+*/<>(),]))""",
    re.VERBOSE,
)
MATCHER = re.compile(r"([a-z_]+)\s*(?:=~|!~|!=|=)\s*\"")
AGGREGATIONS = {"sum", "max", "min", "count", "avg"}
COUNTING = {"rate", "increase", "irate"}  # read a fall as a restart: for counters alone
MEASURING = {"delta", "changes", "deriv"}
OTHERS = {"histogram_quantile", "absent"}
ORDER = [{"or"}, {"and", "unless"}, {"==", "!=", ">", "<", ">=", "<="}, {"+", "-"}, {"*", "/"}]
COUNTED = ("_total", "_bucket", "_count", "_sum")
TARGET = frozenset({"instance", "job"})


class UnknownError(Exception):
    """This reads no such expression."""


@dataclass
class Reading:
    """One expression read from its beginning to its end."""

    text: str
    known: Mapping[str, frozenset[str]]
    faults: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)

    def all(self) -> list[str]:
        """Read everything; return what is amiss."""
        at = 0
        while at < len(self.text.rstrip()):
            found = TOKEN.match(self.text, at)
            if found is None:
                raise UnknownError(self.text[at:])
            self.tokens.append(found[0].strip())
            at = found.end()
        self.binary(0)
        if self.tokens:
            raise UnknownError(self.tokens)
        return self.faults

    def next(self, *wanted: str) -> str:
        """Take a token if it is one of those wanted, else nothing."""
        return self.tokens.pop(0) if self.tokens and self.tokens[0] in wanted else ""

    def need(self, wanted: str) -> None:
        """Take a token that has to stand here."""
        if not self.next(wanted):
            raise UnknownError(f"no {wanted} before {self.tokens}")

    def names(self) -> frozenset[str]:
        """Take labels in brackets."""
        self.need("(")
        found = []
        while not self.next(")"):
            found.append(self.tokens.pop(0))
            self.next(",")
        return frozenset(found)

    def binary(self, level: int) -> Labels:
        """Read what stands between signs of one rank."""
        if level == len(ORDER):
            return self.single()
        left = self.binary(level + 1)
        while sign := self.next(*ORDER[level]):
            on = self.names() if self.next("on") else None
            left = self.matched(left, self.binary(level + 1), sign, on)
        return left

    def matched(self, left: Labels, right: Labels, sign: str, on: Labels) -> Labels:
        """Two sides meet by the labels they share: all of them, or those of `on`."""
        if left is None or right is None:
            return right if left is None else left
        if sign != "or" and on is None and left != right:
            self.faults.append(f"{sign}: {sorted(left)} never match {sorted(right)}")
        if on is not None and not on <= left & right:
            self.faults.append(f"{sign}: not both sides have {sorted(on)}")
        return left if on is None or sign in {"and", "unless"} else on

    def single(self) -> Labels:
        """Read a number, brackets, a function, an aggregation or a metric."""
        if self.next("("):
            found = self.binary(0)
            self.need(")")
            return found
        word = self.tokens.pop(0)
        if word[0].isdigit():
            return None
        if word in AGGREGATIONS:
            return self.aggregated(word)
        if word == "time":
            self.names()
            return None
        if word in COUNTING | MEASURING | OTHERS:
            return self.called(word)
        return self.metric(word)

    def aggregated(self, word: str) -> Labels:
        """Read `max by (label) (...)`; several servers give the numbers of the database alike."""
        by = self.names() if self.next("by") else frozenset()
        ours = re.match(r"\(*(?:\w+\()?velocity_", "".join(self.tokens))
        if ours and word in {"sum", "count"} and "instance" not in by:
            self.faults.append(f"{word}: every server gives these, take max")
        self.need("(")
        inside = self.binary(0)
        self.need(")")
        if inside is None or not by <= inside:
            self.faults.append(f"{word}: nothing inside has {sorted(by - (inside or by))}")
        return by

    def called(self, word: str) -> Labels:
        """Read a function over a metric, or over the buckets of one."""
        self.need("(")
        metric = next(each for each in self.tokens if each in self.known)
        if word in COUNTING and not metric.endswith(COUNTED):
            self.faults.append(f"{word}: {metric} is no counter")
        if word in MEASURING and metric.endswith(COUNTED):
            self.faults.append(f"{word}: {metric} is a counter")
        found = self.binary(0)
        while self.next(","):
            found = self.binary(0)
        self.need(")")
        if word == "histogram_quantile":
            return (found or frozenset()) - {"le"}
        return frozenset() if word == "absent" else found

    def metric(self, word: str) -> Labels:
        """Read a metric, what it is picked by, over how long and since when."""
        labels = self.known.get(word, frozenset()) | TARGET
        if self.tokens and self.tokens[0].startswith("{"):
            unknown = set(MATCHER.findall(self.tokens.pop(0))) - labels
            self.faults += [f"{word} has no {name}" for name in sorted(unknown)]
        if self.tokens and self.tokens[0].startswith("["):
            self.tokens.pop(0)
        if self.next("offset"):
            self.tokens.pop(0)
            self.next("h", "m", "d")
        return labels


def faults(text: str, known: Mapping[str, frozenset[str]]) -> list[str]:
    """Return what is amiss in an expression over metrics of known labels."""
    return Reading(text, known).all()
