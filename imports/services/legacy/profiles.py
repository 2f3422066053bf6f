"""What the columns of one installation's legacy table mean.

Installations differ, so a profile (TOML) names the table, its key and the columns that are meant:

    table = "crm.crm_leads"
    key = "lead_id"
    region = "IN"
    [columns]
    cust_name = "contact.full_name"
    [ignore]
    pwd_hash = "a secret, no business of the client graph"
    [propose]                    # of leads_intelligence: what a person is asked about
    budget_guess = "contact.budget"

Columns a profile does not name are proposed by the mapper and, where it is not sure, kept raw.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from imports.mapping import FIELDS

KINDS = {
    "leads": "contact",
    "leads_intelligence": "activity",
    "chat_logs": "activity",
    "omnichannel_logs": "activity",
}
KEYS_OF_PROFILES = {"table", "key", "region", "columns", "ignore", "propose"}
# names met in the field, for tables without a profile; first one found wins
KEYS = ("id", "lead_id", "log_id", "uuid", "pk")
USUAL = {
    "contact": {
        "contact.full_name": ("name", "full_name", "lead_name", "customer_name"),
        "contact.phone": ("phone", "mobile", "phone_number", "contact_no"),
        "contact.email": ("email", "email_id", "email_address"),
        "contact.budget": ("budget", "budget_range"),
    },
    "activity": {
        "activity.date": (
            "created_at",
            "timestamp",
            "sent_at",
            "ts",
            "message_time",
            "analysed_at",
            "analyzed_at",
        ),
        "activity.body": (
            "message",
            "content",
            "body",
            "text",
            "messages",
            "transcript",
            "summary",
            "ai_summary",
        ),
        "activity.direction": ("direction", "role", "sender_type"),
        "activity.type": ("channel", "platform", "source_channel"),
        "activity.contact": ("lead_id", "customer_id", "contact_id"),
        "contact.phone": ("phone", "from_number", "mobile", "wa_id"),
        "contact.email": ("email",),
    },
}


class ProfileError(ValueError):
    """A profile that cannot be used; says why and what to write."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One installation's table: where it is, its key, and what its columns mean."""

    kind: str
    table: str
    key: str = ""
    region: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    ignore: Mapping[str, str] = field(default_factory=dict)
    propose: Mapping[str, str] = field(default_factory=dict)

    @property
    def entity(self) -> str:
        """What its rows are."""
        return KINDS[self.kind]

    @property
    def source(self) -> str:
        """The code of the source its rows come from."""
        return f"legacy:{self.kind}"

    def key_of(self, header: list[str]) -> str:
        """Return the key column; raises ProfileError when it cannot be told."""
        if self.key:
            found = [name for name in header if name == self.key]
        else:
            found = [name for name in KEYS if name in header]
        if not found:
            raise ProfileError(
                f"{self.table} has no column {self.key or ' or '.join(KEYS)!r}: "
                "name its key in the profile."
            )
        return found[0]

    def targets(self, header: list[str]) -> dict[int, str]:
        """Return the field of each column the profile decides; raises ProfileError."""
        missing = sorted({*self.columns, *self.ignore, *self.propose} - set(header))
        if missing:
            raise ProfileError(f"{self.table} has no column {', '.join(missing)}.")
        decided = dict(self.columns)
        decided |= dict.fromkeys([*self.ignore, *self.propose], "")
        for target, names in USUAL.get(self.entity, {}).items():
            if target not in decided.values():
                name = next((n for n in names if n in header and n not in decided), None)
                decided |= {name: target} if name else {}
        decided[self.key_of(header)] = f"{self.entity}.external_id"
        return {header.index(name): target for name, target in decided.items()}


def load_profile(kind: str, path: Path | None) -> Profile:
    """Return the profile of a file, or what is usual; raises ProfileError."""
    if kind not in KINDS:
        raise ProfileError(f"there is no feeder for {kind!r}: {', '.join(KINDS)}.")
    given: dict[str, Any] = {}
    if path is not None:
        try:
            given = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ProfileError(f"{path}: {error}") from error
    if unknown := sorted(set(given) - KEYS_OF_PROFILES):
        raise ProfileError(f"{path}: unknown keys {', '.join(unknown)}.")
    profile = Profile(kind, **({"table": kind} | given))
    wrong = sorted({*profile.columns.values(), *profile.propose.values()} - set(FIELDS))
    if profile.propose and kind != "leads_intelligence":
        raise ProfileError(f"{path}: only leads_intelligence proposes.")
    if wrong:
        raise ProfileError(f"{path}: there is no field {', '.join(wrong)}.")
    return profile
