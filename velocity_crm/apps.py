"""The house as a Django app (its template tags and commands) and the admin site's configuration."""

import sys

from django.apps import AppConfig
from django.contrib.admin import autodiscover
from django.contrib.admin.apps import SimpleAdminConfig

# commands over rows by the million show no page; the admin's take 10 MB
PAGELESS = frozenset({"import_contacts"})


class VelocityConfig(AppConfig):
    """The project package itself."""

    name = "velocity_crm"
    verbose_name = "Velocity CRM"


class VelocityAdminConfig(SimpleAdminConfig):
    """The admin, on our site class; its pages are not loaded for commands that show none."""

    default_site = "velocity_crm.admin_site.VelocityAdminSite"

    def ready(self) -> None:
        """Register the pages."""
        super().ready()
        if PAGELESS.isdisjoint(sys.argv[1:2]):
            autodiscover()


class FlagsConfig(AppConfig):
    """waffle without its signals: they follow lists of single people, which our flags have not."""

    name = "waffle"
    default_auto_field = "django.db.models.AutoField"
