"""Enumerations of accounts."""

from django.db import models


class AccountKind(models.TextChoices):
    """What an account is in law or in the trade."""

    COMPANY = "company", "Company"
    BUYING_ENTITY = "individual_buying_entity", "Individual buying entity"
    LLP = "llp_llc", "LLP or LLC"
    TRUST = "trust", "Trust"
    HUF = "huf", "Hindu undivided family"
    PARTNERSHIP = "partnership", "Partnership"
    ESTATE = "estate", "Estate"
    POWER_OF_ATTORNEY = "power_of_attorney", "Power of attorney"
    DEVELOPER = "developer", "Developer"
    BROKER_FIRM = "broker_firm", "Broker firm"
    BANK = "bank", "Bank"
    OTHER = "other", "Other"


class IdentifierKind(models.TextChoices):
    """Registers that number organisations."""

    GSTIN = "gstin", "GSTIN"
    CIN = "cin", "CIN"
    TRN = "trn", "TRN (UAE tax)"
    TRADE_LICENCE = "trade_licence", "Trade licence"
    RERA_AGENT = "rera_agent_no", "RERA agent number"
    ORN = "orn", "ORN (Dubai)"
