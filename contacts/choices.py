"""Enumerations of contacts."""

from django.db import models


class Lifecycle(models.TextChoices):
    """How far a client has come."""

    LEAD = "lead", "Lead"
    PROSPECT = "prospect", "Prospect"
    ACTIVE = "active", "Active"
    CUSTOMER = "customer", "Customer"
    PAST_CUSTOMER = "past_customer", "Past customer"
    DORMANT = "dormant", "Dormant"
    DISQUALIFIED = "disqualified", "Disqualified"


class Channel(models.TextChoices):
    """How a person prefers to be reached."""

    WHATSAPP = "whatsapp", "WhatsApp"
    PHONE = "phone", "Phone"
    EMAIL = "email", "E-mail"
    SMS = "sms", "SMS"
    MEETING = "meeting", "Meeting"
    TELEGRAM = "telegram", "Telegram"


class NriStatus(models.TextChoices):
    """Residence for the purposes of Indian property law; never guessed from a phone prefix."""

    RESIDENT = "resident", "Resident"
    NRI = "nri", "NRI"
    OCI = "oci", "OCI"
    FOREIGN = "foreign", "Foreign national"
    UNKNOWN = "unknown", "Unknown"


class Purpose(models.TextChoices):
    """Why somebody buys."""

    SELF_USE = "self_use", "Own use"
    INVESTMENT = "investment", "Investment"
    RENTAL_YIELD = "rental_yield", "Rental yield"
    SECOND_HOME = "second_home", "Second home"
    UNKNOWN = "unknown", "Unknown"


class Timeline(models.TextChoices):
    """When somebody wants to buy."""

    IMMEDIATE = "immediate", "At once"
    MONTHS_3 = "3m", "Within 3 months"
    MONTHS_6 = "6m", "Within 6 months"
    MONTHS_12 = "12m", "Within 12 months"
    LATER = "later", "Later"
    UNKNOWN = "unknown", "Unknown"


class Financing(models.TextChoices):
    """How a purchase is paid."""

    CASH = "cash", "Cash"
    LOAN = "loan", "Loan"
    MIXED = "mixed", "Cash and loan"
    UNKNOWN = "unknown", "Unknown"


class PointKind(models.TextChoices):
    """Kinds of contact points."""

    PHONE = "phone", "Phone"
    WHATSAPP = "whatsapp", "WhatsApp"
    EMAIL = "email", "E-mail"
    TELEGRAM = "telegram", "Telegram"
    LINKEDIN = "linkedin", "LinkedIn"
    OTHER = "other", "Other"


class PointStatus(models.TextChoices):
    """Whether a contact point works."""

    ACTIVE = "active", "Active"
    UNVERIFIED = "unverified", "Unverified"
    INVALID = "invalid", "Invalid"
    BOUNCED = "bounced", "Bounced"
    RETIRED = "retired", "Retired"


class Verification(models.TextChoices):
    """How a contact point was verified."""

    OTP = "otp", "One-time password"
    INBOUND = "inbound_message", "Inbound message"
    MANUAL = "manual", "By a person"
    CARRIER = "carrier", "Carrier look-up"


class AddressKind(models.TextChoices):
    """What an address is for."""

    HOME = "home", "Home"
    WORK = "work", "Work"
    BILLING = "billing", "Billing"
    OTHER = "other", "Other"


class ContactRoleKind(models.TextChoices):
    """What a person is to the business; one person may be several."""

    BUYER = "buyer", "Buyer"
    CO_BUYER = "co_buyer", "Co-buyer"
    INVESTOR = "investor", "Investor"
    END_USER = "end_user", "End user"
    REFERRER = "referrer", "Referrer"
    PARTNER_PERSON = "channel_partner_person", "Channel partner's person"
    INFLUENCER = "influencer", "Influencer"
    VENDOR = "vendor", "Vendor"
    SELLER = "seller", "Seller"
    TENANT = "tenant", "Tenant"


class HouseholdRelation(models.TextChoices):
    """A person's place in a household."""

    HEAD = "head", "Head"
    SPOUSE = "spouse", "Spouse"
    PARENT = "parent", "Parent"
    CHILD = "child", "Child"
    SIBLING = "sibling", "Sibling"
    OTHER = "other", "Other"


class DecisionRole(models.TextChoices):
    """A person's part in a purchase."""

    DECIDER = "decider", "Decides"
    CO_DECIDER = "co_decider", "Decides with others"
    INFLUENCER = "influencer", "Influences"
    GATEKEEPER = "gatekeeper", "Keeps the gate"
    USER = "user", "Will use it"
    NONE = "none", "None"


class RelationshipKind(models.TextChoices):
    """Edges of the client graph, read from left to right."""

    SPOUSE_OF = "spouse_of", "is the spouse of"
    PARENT_OF = "parent_of", "is a parent of"
    ASSISTANT_TO = "assistant_to", "assists"
    REFERS = "refers", "referred"
    ADVISES = "advises", "advises"
    BROKER_OF = "broker_of", "is the broker of"
    EMPLOYEE_OF = "employee_of", "works for"
    DIRECTOR_OF = "director_of", "is a director of"
    CO_APPLICANT = "co_applicant_with", "applies together with"


INVERSE = {
    RelationshipKind.SPOUSE_OF: "is the spouse of",
    RelationshipKind.PARENT_OF: "is a child of",
    RelationshipKind.ASSISTANT_TO: "is assisted by",
    RelationshipKind.REFERS: "was referred by",
    RelationshipKind.ADVISES: "is advised by",
    RelationshipKind.BROKER_OF: "is a client of",
    RelationshipKind.EMPLOYEE_OF: "employs",
    RelationshipKind.DIRECTOR_OF: "is directed by",
    RelationshipKind.CO_APPLICANT: "applies together with",
}


class AccountRole(models.TextChoices):
    """A person's part in an account."""

    DIRECTOR = "director", "Director"
    SIGNATORY = "signatory", "Signatory"
    EMPLOYEE = "employee", "Employee"
    TRUSTEE = "trustee", "Trustee"
    BENEFICIARY = "beneficiary", "Beneficiary"
    SPV_OWNER = "spv_owner", "SPV owner"
    KARTA = "karta", "Karta"
    REPRESENTATIVE = "representative", "Representative"


class ConsentPurpose(models.TextChoices):
    """What a person may consent to."""

    SERVICE = "service_communication", "Service communication"
    MARKETING = "marketing", "Marketing"
    EMAIL_MARKETING = "email_marketing", "Marketing by e-mail"
    SMS_MARKETING = "sms_marketing", "Marketing by SMS"
    WHATSAPP_MARKETING = "whatsapp_marketing", "Marketing by WhatsApp"
    CALL_RECORDING = "call_recording", "Recording of calls"
    PERCEPTION = "perception_analytics", "Perception analytics"
    PROFILING = "profiling", "Profiling"
    THIRD_PARTY = "third_party_share", "Sharing with third parties"
    CROSS_BORDER = "nri_cross_border", "Transfer across borders"


class ConsentStatus(models.TextChoices):
    """The answer."""

    GRANTED = "granted", "Granted"
    DENIED = "denied", "Denied"
    WITHDRAWN = "withdrawn", "Withdrawn"
    EXPIRED = "expired", "Expired"


class LawfulBasis(models.TextChoices):
    """Why processing is lawful."""

    CONSENT = "consent", "Consent"
    CONTRACT = "contract", "Contract"
    LEGITIMATE_USE = "legitimate_use", "Legitimate use"
