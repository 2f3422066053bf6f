"""The sections of every dossier: key, title, panel, function, partial. This table is the page."""

from dataclasses import dataclass

from client360.registry import EXTENSIONS, Section
from client360.selectors import business, origins, people, reach, record, talk, work


@dataclass(frozen=True, slots=True)
class Panel:
    """One card of a dossier; it holds the sections that name it."""

    key: str
    title: str
    icon: str
    column: str


PANELS = (
    Panel("deals", "Deals and wishes", "deal", "main"),
    Panel("timeline", "Timeline", "clock", "main"),
    Panel("people", "People", "people", "main"),
    Panel("notes", "Notes", "note", "main"),
    Panel("attachments", "Files", "paperclip", "main"),
    Panel("transcripts", "Transcripts", "mic", "main"),
    Panel("history", "History", "history", "main"),
    Panel("next", "To do", "check", "side"),
    Panel("reach", "Reach", "phone", "side"),
    Panel("wish", "Looking for", "heart", "side"),
    Panel("qd", "Score and insights", "chart", "side"),
    Panel("about", "About", "person", "side"),
    Panel("circle", "Circle", "tree", "side"),
    Panel("consent", "Consent", "shield", "side"),
    Panel("sources", "Sources", "layers", "side"),
)

_SIGNALS = Section("signals", "Next action", "head", work.signals)
_CHANNELS = Section(
    "interactions", "Channels", "timeline", talk.interactions, empty="No conversation on record."
)
_TIMELINE = Section(
    "timeline", "Timeline", "timeline", talk.timeline, empty="Nothing has happened yet."
)
_TRANSCRIPTS = Section(
    "transcripts", "Transcripts", "transcripts", talk.transcripts, empty="No recording."
)
_NOTES = Section(
    "notes", "Notes", "notes", work.notes, empty="No note yet.", foot="client360/_add_note.html"
)
_TASKS = Section(
    "tasks", "To do", "next", work.tasks, empty="Nothing planned.", foot="client360/_add_task.html"
)
_FILES = Section(
    "attachments", "Files", "attachments", work.attachments, empty="No file yet.",
    foot="client360/_add_file.html",
)  # fmt: skip
_PROPOSALS = Section(
    "proposals", "Waiting for a decision", "next", record.proposals, empty="No open proposal."
)
_ADDRESSES = Section("addresses", "Addresses", "reach", reach.addresses, empty="No address.")
_SOURCES = Section(
    "sources", "Appearances in sources", "sources", record.sources, empty="Typed by hand; no file."
)
_INSIGHTS = Section(
    "insights", "Insights", "qd", record.insights, empty="No machine has concluded anything."
)
_MERGED = Section("merged_from", "Merged into it", "sources", record.merged_from, empty="None.")
_HISTORY = Section("history", "History", "history", record.history, empty="No version on record.")
_ORIGINS = Section("origins", "Provenance", "", origins.typed)
_DEALS = Section(
    "opportunities", "Deals", "deals", business.opportunities, empty="No deal yet.",
    foot="client360/_add_deal.html",
)  # fmt: skip
_BOOKINGS = Section(
    "bookings", "Holds and bookings", "deals", business.bookings, empty="No unit held or booked."
)

CONTACT = (
    _SIGNALS,
    _DEALS,
    _BOOKINGS,
    Section("interests", "Interests", "deals", business.interests, empty="No property named yet."),
    Section("visits", "Site visits", "deals", business.visits, empty="No visit planned or made."),
    Section(
        "partner_tags", "Brokers", "deals", business.partner_tags, empty="No broker holds them."
    ),
    Section("matches", "What would fit", "deals", business.matches, empty="Nothing computed yet."),
    _CHANNELS,
    _TIMELINE,
    _NOTES,
    _FILES,
    _TRANSCRIPTS,
    _HISTORY,
    _TASKS,
    _PROPOSALS,
    Section("points", "Phones and e-mails", "reach", reach.points, empty="No way to reach them."),
    _ADDRESSES,
    Section("wish", "What they look for", "wish", people.wish, "facts", "Nothing said yet."),
    Section("qd", "Score", "qd", record.qd, empty="No evidence yet, so no score."),
    _INSIGHTS,
    Section("identity", "Who they are", "about", people.identity, "facts"),
    Section("roles", "Roles", "about", people.roles, empty="No role."),
    Section("household", "Household", "circle", people.household, empty="No household."),
    Section(
        "relationships", "Relationships", "circle", people.relationships, empty="Nobody linked."
    ),
    Section("accounts", "Accounts", "circle", people.accounts, empty="No account."),
    Section("consent", "Consent", "consent", people.consent, empty="Never asked."),
    Section(
        "attribution", "Campaigns", "sources", business.attribution, empty="No campaign met them."
    ),
    Section("provenance_summary", "Provenance", "", record.provenance_summary),
    _SOURCES,
    _MERGED,
    _ORIGINS,
)

ACCOUNT = (
    _SIGNALS,
    _DEALS,
    _BOOKINGS,
    _CHANNELS,
    _TIMELINE,
    Section("members", "People", "people", people.members, empty="Nobody linked yet."),
    _NOTES,
    _FILES,
    _HISTORY,
    _TASKS,
    _PROPOSALS,
    _ADDRESSES,
    _INSIGHTS,
    Section("identity", "What it is", "about", people.identity, "facts"),
    Section("identifiers", "Registers", "about", people.identifiers, empty="No number on record."),
    Section("subsidiaries", "Group", "circle", people.group, empty="No parent, no subsidiary."),
    Section(
        "relationships", "Relationships", "circle", people.relationships, empty="Nobody linked."
    ),
    _SOURCES,
    _MERGED,
    _ORIGINS,
)

TABLE = {"contact": CONTACT, "account": ACCOUNT}


def sections_of(kind: str) -> tuple[Section, ...]:
    """Return the sections of `contact` or `account`; a higher app may replace one by its key."""
    found = {section.key: section for section in (*TABLE[kind], *EXTENSIONS[kind])}
    return tuple(found.values())
