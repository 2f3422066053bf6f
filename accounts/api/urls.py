"""Paths of accounts."""

from django.db.models import QuerySet
from rest_framework.routers import SimpleRouter

from accounts.api.views import AccountViewSet
from accounts.models import Account, AccountIdentifier
from core.models import User
from core.registry import register_feed


def _identifiers(user: User) -> "QuerySet[AccountIdentifier]":
    return AccountIdentifier.objects.filter(account__in=Account.objects.visible_to(user))


router = SimpleRouter(use_regex_path=False)
router.register("accounts", AccountViewSet, basename="account")
urlpatterns = router.urls

register_feed("account", Account.objects.visible_to)
register_feed("accountidentifier", _identifiers)
