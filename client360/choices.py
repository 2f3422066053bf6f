"""Enumerations of the founder's pages."""

from django.db import models


class ListName(models.TextChoices):
    """The lists people keep views of."""

    CONTACTS = "contacts", "Clients"
    ACCOUNTS = "accounts", "Accounts"
    DEALS = "deals", "Deals"
    TASKS = "tasks", "Tasks"
