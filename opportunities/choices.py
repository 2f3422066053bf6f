"""Enumerations of opportunities."""

from django.db import models


class StageCategory(models.TextChoices):
    """What a stage says about the deal."""

    OPEN = "open", "Open"
    WON = "won", "Won"
    LOST = "lost", "Lost"


class PartyRole(models.TextChoices):
    """A person's or organisation's part in one deal."""

    PRIMARY_BUYER = "primary_buyer", "Primary buyer"
    CO_BUYER = "co_buyer", "Co-buyer"
    DECIDER = "decider", "Decides"
    INFLUENCER = "influencer", "Influences"
    FINANCIER = "financier", "Finances"
    POA_HOLDER = "poa_holder", "Holds power of attorney"
    BROKER = "broker", "Broker"


class InterestLevel(models.TextChoices):
    """How far a person's interest in a property goes, weakest first but for a rejection."""

    VIEWED = "viewed", "Viewed"
    SHORTLISTED = "shortlisted", "Shortlisted"
    ENQUIRED = "enquired", "Enquired"
    VISITED = "visited", "Visited"
    NEGOTIATING = "negotiating", "Negotiating"
    REJECTED = "rejected", "Rejected"


class VisitStatus(models.TextChoices):
    """What became of a site visit."""

    SCHEDULED = "scheduled", "Scheduled"
    CONFIRMED = "confirmed", "Confirmed"
    DONE = "done", "Done"
    NO_SHOW = "no_show", "No show"
    CANCELLED = "cancelled", "Cancelled"
    RESCHEDULED = "rescheduled", "Rescheduled"


class VisitVerification(models.TextChoices):
    """How it is known that the visit happened."""

    OTP = "otp", "One-time password"
    QR = "qr", "QR code"
    MANUAL = "manual", "By a person"


class HoldStatus(models.TextChoices):
    """Whether a hold keeps its unit while its period runs."""

    ACTIVE = "active", "Active"
    RELEASED = "released", "Released"
    BOOKED = "booked", "Became a booking"


class BookingState(models.TextChoices):
    """How far a booking has come."""

    DRAFT = "draft", "Draft"
    SUBMITTED = "submitted", "Submitted"
    CONFIRMED = "confirmed", "Confirmed"
    CANCELLED = "cancelled", "Cancelled"


STANDING = (BookingState.SUBMITTED, BookingState.CONFIRMED)
"""A booking in one of these keeps its unit from everybody else."""


class TagStatus(models.TextChoices):
    """Whether a broker's claim on a client counts while its window runs."""

    ACTIVE = "active", "Active"
    DISPUTED = "disputed", "In dispute"
    ENDED = "ended", "Ended"


class TouchKind(models.TextChoices):
    """How a campaign met a person."""

    IMPRESSION = "impression", "Impression"
    CLICK = "click", "Click"
    LEAD_FORM = "lead_form", "Lead form"
    CTWA = "ctwa", "Click to WhatsApp"
    QR = "qr", "QR code"
    WALK_IN = "walk_in", "Walk-in"
    PARTNER = "partner", "Partner"


class AttributionModel(models.TextChoices):
    """How a deal is shared among the campaigns that met its buyer."""

    FIRST = "first", "First touch"
    LAST = "last", "Last touch"
    LINEAR = "linear", "Equal shares"
    POSITION = "position", "40-20-40"
    DECAY = "decay", "Halved every week"
