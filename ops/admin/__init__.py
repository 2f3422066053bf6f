"""Operations in the admin."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin

from ops.admin import backups, flags

# secrets of second factors are no rows to look at, and addresses stand with the people
admin.site.unregister([Authenticator, EmailAddress])

__all__ = ["backups", "flags"]
