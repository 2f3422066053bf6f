"""The WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "velocity_crm.settings")

application = get_wsgi_application()
# by name: it asks the database, which Django knows only now
import_string("velocity_crm.ownership.claim_or_exit")()
