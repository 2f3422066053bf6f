"""The house as a Django app (its template tags and commands) and the admin site's configuration."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class VelocityConfig(AppConfig):
    """The project package itself."""

    name = "velocity_crm"
    verbose_name = "Velocity CRM"


class VelocityAdminConfig(AdminConfig):
    """The admin, on our site class."""

    default_site = "velocity_crm.admin_site.VelocityAdminSite"


class FlagsConfig(AppConfig):
    """waffle without its signals: they follow lists of single people, which our flags have not."""

    name = "waffle"
    default_auto_field = "django.db.models.AutoField"
