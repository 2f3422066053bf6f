"""The house: settings, URLs, queue and admin site of Velocity CRM."""

from velocity_crm.celery import app as celery_app

__all__ = ["celery_app"]
