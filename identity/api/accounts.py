"""Accounts that may be one, and merges of accounts, proposed."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Account
from core.api.owned import readable_row, writable_row
from core.api.views import Api
from identity.api.views import PROPOSED, proposed
from identity.selectors.accounts import like_accounts
from identity.services.proposing import propose_account_merge


class LikeAccountSerializer(serializers.Serializer[Any]):
    """An account that may be the same one."""

    uid = serializers.UUIDField(source="account.uid")
    display_name = serializers.CharField(source="account.display_name")
    reasons = serializers.ListField(child=serializers.CharField(), help_text="What speaks for it.")


class AccountMergeSerializer(serializers.Serializer[Any]):
    """A merge of two accounts somebody wants."""

    survivor = serializers.UUIDField()
    loser = serializers.UUIDField()
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


class AccountDuplicatesView(Api):
    """Which accounts may be the same as this one."""

    @extend_schema(operation_id="accounts_duplicates", responses=LikeAccountSerializer(many=True))
    def get(self, request: Request, uid: UUID) -> Response:  # noqa: ARG002 -- the framework's signature
        """Return the likeliest first, ten at most."""
        account = readable_row(Account.objects.visible_to(self.caller), Account, uid)
        found = like_accounts(account, self.caller)
        return Response(LikeAccountSerializer(found, many=True).data)


class AccountMergesView(Api):
    """Merges of accounts, proposed."""

    services_may_write = True  # it only proposes
    scope = "proposals:write"

    @extend_schema(
        operation_id="account_merges_create",
        request=AccountMergeSerializer,
        responses=PROPOSED,
    )
    def post(self, request: Request) -> Response:
        """Propose to merge an account into another; a second person approves it.

        200 when the same waits already. Reverting the proposal undoes the merge. 409 `merged` or
        `party_gone` when one of them was merged already.
        """
        given = AccountMergeSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        rows = Account.objects.visible_to(self.caller)
        asked = given.validated_data
        survivor, loser = (writable_row(rows, Account, asked[n]) for n in ("survivor", "loser"))
        reason = asked["reason"]
        by = self.caller
        return proposed(lambda: propose_account_merge(survivor, loser, by=by, reason=reason))
