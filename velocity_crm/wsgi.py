"""The WSGI entry point."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "velocity_crm.settings")

application = get_wsgi_application()
# by name: it asks the database, which Django knows only now
import_string("velocity_crm.ownership.claim_or_exit")()

# the routes are read now and not by whoever asks first; what is loaded stays for good, and a
# collector that looks through all of it again keeps somebody waiting for 0.15 s
len(get_resolver().url_patterns)
gc.collect()
gc.freeze()
