"""The vocabulary of the mapper: every canonical field a column can become.

The names are those of the labelled corpus (`fields.json`); the labels and help lines are what
the import wizard shows an operator.
"""

from dataclasses import dataclass
from typing import Final, Literal, get_args

Entity = Literal["contact", "account", "opportunity", "activity"]
Kind = Literal[
    "phone", "email", "url", "name", "date", "time", "duration", "money", "number", "score",
    "percent", "area", "config", "purpose", "boolean", "id", "text", "choice", "place", "country",
    "postal", "currency", "property", "linkedin", "honorific", "gender", "org", "notes", "tags",
    "language", "job",
]  # fmt: skip

ENTITIES: Final[tuple[Entity, ...]] = get_args(Entity)
UNMAPPED: Final = "unmapped"
THRESHOLD: Final = 0.6  # below it a column is asked about


@dataclass(frozen=True, slots=True)
class Field:
    """One canonical field: its name, its words for an operator and the kind of its values."""

    name: str
    label: str
    help: str
    kind: Kind
    single: bool = False  # at most one column of a table can hold it

    @property
    def entity(self) -> str:
        """The part before the dot."""
        return self.name.partition(".")[0]


_CONTACT: Final = (
    Field(
        "contact.full_name", "Full name", "The whole name of the person in one cell.", "name", True
    ),
    Field("contact.given_name", "First name", "Given name alone.", "name", True),
    Field("contact.middle_name", "Middle name", "Names between first and last.", "name", True),
    Field("contact.family_name", "Last name", "Family name or surname alone.", "name", True),
    Field("contact.honorific", "Salutation", "Mr, Ms, Dr, Shri, Sheikh ...", "honorific", True),
    Field("contact.name_suffix", "Name suffix", "Jr, Sr, III, PhD ...", "text", True),
    Field("contact.nickname", "Nickname", "What friends call the person.", "name", True),
    Field("contact.email", "E-mail", "An e-mail address; several columns are welcome.", "email"),
    Field(
        "contact.phone", "Phone", "Any number of the person; several columns are welcome.", "phone"
    ),
    Field("contact.whatsapp", "WhatsApp", "The number the person uses on WhatsApp.", "phone"),
    Field("contact.company", "Company", "The organisation the person works for.", "org"),
    Field("contact.job_title", "Job title", "Position, designation or role.", "job", True),
    Field("contact.department", "Department", "Part of the organisation.", "text", True),
    Field("contact.address_full", "Whole address", "Street, city and country in one cell.", "text"),
    Field("contact.street", "Street", "Street lines of the address.", "text"),
    Field("contact.city", "City", "City or town.", "place"),
    Field("contact.state", "State", "State, province, emirate or region.", "place"),
    Field("contact.postal_code", "Postal code", "ZIP, PIN or post code.", "postal"),
    Field("contact.country", "Country", "Country name or code of the address.", "country"),
    Field(
        "contact.nationality", "Nationality", "Country the person is a citizen of.", "country", True
    ),
    Field("contact.language", "Language", "Language the person prefers.", "language", True),
    Field("contact.gender", "Gender", "As recorded by the source.", "gender", True),
    Field(
        "contact.date_of_birth",
        "Date of birth",
        "Birthday, with or without the year.",
        "date",
        True,
    ),
    Field("contact.website", "Website", "A web page of the person or their company.", "url"),
    Field("contact.linkedin_url", "LinkedIn", "Address of the LinkedIn profile.", "linkedin", True),
    Field("contact.owner", "Owner", "The colleague who looks after the person.", "name"),
    Field(
        "contact.lead_source", "Lead source", "Where the person first came from.", "choice", True
    ),
    Field("contact.lead_status", "Lead status", "How far the conversation has come.", "choice"),
    Field(
        "contact.lead_score", "Lead score", "A score or rating such as Hot or 85.", "score", True
    ),
    Field(
        "contact.campaign", "Campaign", "The marketing campaign that brought the person.", "choice"
    ),
    Field("contact.referred_by", "Referred by", "Who recommended us.", "text", True),
    Field("contact.tags", "Tags", "Labels, groups, lists or segments.", "tags"),
    Field("contact.notes", "Notes", "Remarks, comments or the text of an enquiry.", "notes"),
    Field(
        "contact.property_interest",
        "Property of interest",
        "Project or building asked about.",
        "choice",
    ),
    Field(
        "contact.property_type",
        "Property type",
        "Apartment, villa, plot, office ...",
        "property",
        True,
    ),
    Field("contact.unit_config", "Configuration", "Bedrooms or BHK.", "config", True),
    Field("contact.area_size", "Area", "Size in sq ft, sq m or sq yd.", "area"),
    Field("contact.budget", "Budget", "Budget or price as one amount or range.", "money", True),
    Field("contact.budget_min", "Budget from", "The lower end of the budget.", "money", True),
    Field("contact.budget_max", "Budget to", "The upper end of the budget.", "money", True),
    Field("contact.currency", "Currency", "Currency of the budget.", "currency", True),
    Field(
        "contact.location_preference",
        "Preferred location",
        "Locality the person asks for.",
        "place",
    ),
    Field("contact.purpose", "Purpose", "Buy, rent, sell or invest.", "purpose", True),
    Field(
        "contact.email_consent",
        "Consent to marketing",
        "Permission: for the channel the header names, else for marketing as a whole.",
        "boolean",
    ),
    Field("contact.email_opt_out", "E-mail opt-out", "The person wants no mail.", "boolean"),
    Field("contact.sms_opt_out", "SMS opt-out", "The person wants no text messages.", "boolean"),
    Field("contact.do_not_call", "Do not call", "The person wants no calls.", "boolean"),
    Field("contact.next_followup_at", "Next follow-up", "When to call next.", "date"),
    Field("contact.last_activity_at", "Last activity", "When we last spoke or wrote.", "date"),
    Field("contact.created_at", "Created", "When the source recorded the person.", "date", True),
    Field(
        "contact.updated_at", "Updated", "When the source last changed the record.", "date", True
    ),
    Field("contact.external_id", "Source ID", "The record's identity in the source.", "id", True),
)

_ACCOUNT: Final = (
    Field("account.name", "Company name", "Name of the organisation.", "org", True),
    Field("account.phone", "Phone", "Switchboard or other number.", "phone"),
    Field("account.website", "Website", "Web address or domain.", "url"),
    Field("account.industry", "Industry", "Line of business.", "choice", True),
    Field("account.type", "Type", "Customer, partner, developer ...", "choice", True),
    Field("account.employee_count", "Employees", "Head count or range.", "number", True),
    Field("account.annual_revenue", "Annual revenue", "Turnover in a year.", "money", True),
    Field("account.parent", "Parent company", "The organisation it belongs to.", "org", True),
    Field("account.street", "Street", "Street lines of the address.", "text"),
    Field("account.city", "City", "City or town.", "place"),
    Field("account.state", "State", "State, province, emirate or region.", "place"),
    Field("account.postal_code", "Postal code", "ZIP, PIN or post code.", "postal"),
    Field("account.country", "Country", "Country name or code.", "country"),
    Field("account.description", "Description", "Remarks about the organisation.", "notes"),
    Field("account.owner", "Owner", "The colleague who looks after it.", "name"),
    Field("account.created_at", "Created", "When the source recorded it.", "date", True),
    Field("account.last_activity_at", "Last activity", "When we last dealt with it.", "date"),
    Field("account.external_id", "Source ID", "The record's identity in the source.", "id", True),
)

_OPPORTUNITY: Final = (
    Field("opportunity.name", "Deal name", "Title of the deal.", "text", True),
    Field("opportunity.account", "Company", "Organisation the deal is with.", "org"),
    Field("opportunity.contact", "Contact", "Person the deal is with.", "text"),
    Field("opportunity.amount", "Amount", "Value of the deal.", "money", True),
    Field("opportunity.currency", "Currency", "Currency of the amount.", "currency", True),
    Field("opportunity.stage", "Stage", "Step of the pipeline.", "choice", True),
    Field("opportunity.status", "Status", "Open, won or lost.", "choice", True),
    Field("opportunity.pipeline", "Pipeline", "Which pipeline the deal runs in.", "choice", True),
    Field("opportunity.probability", "Probability", "Chance of winning.", "percent", True),
    Field("opportunity.close_date", "Close date", "When it is to close.", "date", True),
    Field("opportunity.closed_at", "Closed at", "When it was won or lost.", "date"),
    Field("opportunity.next_step", "Next step", "What is to be done next.", "text", True),
    Field("opportunity.lost_reason", "Lost reason", "Why the deal was lost.", "text", True),
    Field("opportunity.lead_source", "Lead source", "Where the deal came from.", "choice", True),
    Field("opportunity.tags", "Tags", "Labels of the deal.", "tags"),
    Field("opportunity.owner", "Owner", "The colleague who runs the deal.", "name"),
    Field("opportunity.created_at", "Created", "When the source recorded it.", "date", True),
    Field(
        "opportunity.external_id", "Source ID", "The record's identity in the source.", "id", True
    ),
)

_ACTIVITY: Final = (
    Field("activity.subject", "Subject", "What it was about, in a line.", "text", True),
    Field("activity.type", "Type", "Call, meeting, site visit, task ...", "choice", True),
    Field("activity.date", "Date", "When it happens or happened.", "date", True),
    Field("activity.time", "Time", "Time of day.", "time"),
    Field("activity.duration", "Duration", "How long it took.", "duration", True),
    Field("activity.direction", "Direction", "Inbound or outbound.", "choice", True),
    Field("activity.status", "Status", "Done, planned, missed ...", "choice", True),
    Field("activity.body", "Text", "Notes, outcome or message.", "notes"),
    Field("activity.contact", "Contact", "The person, by name, e-mail or phone.", "text"),
    Field("activity.account", "Company", "The organisation it concerns.", "org"),
    Field("activity.opportunity", "Deal", "The deal it concerns.", "text"),
    Field("activity.owner", "Owner", "The colleague who did it.", "name"),
    Field("activity.created_at", "Created", "When the source recorded it.", "date", True),
    Field("activity.external_id", "Source ID", "The record's identity in the source.", "id", True),
)  # fmt: skip

FIELDS: Final[dict[str, Field]] = {
    field.name: field for field in (*_CONTACT, *_ACCOUNT, *_OPPORTUNITY, *_ACTIVITY)
}
