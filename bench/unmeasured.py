"""The product's settings without its metrics, for measuring what those cost."""

from velocity_crm.settings import *  # noqa: F403, TID251 -- settings made of settings
from velocity_crm.settings import DATABASES, INSTALLED_APPS, MIDDLEWARE  # noqa: TID251 -- likewise

MIDDLEWARE = [each for each in MIDDLEWARE if not each.startswith("django_prometheus")]
INSTALLED_APPS = [each for each in INSTALLED_APPS if each != "django_prometheus"]
DATABASES = {"default": DATABASES["default"] | {"ENGINE": "django.db.backends.postgresql"}}
