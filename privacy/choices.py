"""Enumerations of privacy."""

from django.db import models


class HoldReason(models.TextChoices):
    """Why a person's record has to be kept in spite of their wish."""

    BOOKING = "booking", "Booking or agreement"
    TAX = "tax", "Tax and accounts"
    DISPUTE = "dispute", "Dispute or claim"
    AUTHORITY = "authority", "Order of an authority"


class Artifact(models.TextChoices):
    """What a retention rule is about."""

    FILE = "import_file", "Files as they were uploaded"
    TRANSCRIPT = "transcript", "Words of recorded calls"
    PERCEPTION = "perception", "Evidence from sensors"
    DELIVERY = "delivery", "Messages of webhooks"
