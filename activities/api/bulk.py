"""`/contacts/bulk/`: one act on many people, answered person by person."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError as ValueRefused
from django.db import transaction
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from activities.api.serializers import not_over
from activities.services import add_task
from approvals.choices import ItemOp
from approvals.services import ItemDraft, propose
from contacts.filters import ContactFilterSet
from contacts.models import Contact
from contacts.services import update_contact
from core.api.strict import check_body
from core.api.views import Api
from core.choices import State
from core.models import User
from core.services import VersionConflictError, archive, assign, restore

LARGEST = 1000
FREE = 50  # more than this is proposed (governance: bulk reassign)
NEEDED = {
    "assign": "owner",
    "tag": "tags",
    "untag": "tags",
    "task": "title",
    "archive": None,
    "restore": None,
}
MOVES = {
    "archive": (ItemOp.ARCHIVE, State.ARCHIVED),
    "restore": (ItemOp.RESTORE, State.ACTIVE),
}
PERMISSIONS = {"task": "activities.add_task"}


class BulkSerializer(serializers.Serializer[Any]):
    """What to do with whom: `uids`, or all people a `filter` of `/contacts/` keeps.

    A filter says whom it keeps: an empty one is refused. `restore` brings back archived people.
    `owner` for assign, `tags` for tag and untag, `title` and `due_at` for task. `versions` names
    the versions the caller saw, by uid.
    """

    op = serializers.ChoiceField(choices=list(NEEDED))
    uids = serializers.ListField(
        child=serializers.UUIDField(), allow_empty=False, max_length=LARGEST, required=False
    )
    filter = serializers.DictField(child=serializers.CharField(), required=False)
    versions = serializers.DictField(child=serializers.IntegerField(), required=False, default=dict)
    owner = serializers.SlugRelatedField[Any](
        slug_field="username", queryset=User.objects.filter(is_active=True), required=False
    )
    tags = serializers.ListField(
        child=serializers.CharField(max_length=60), allow_empty=False, required=False
    )
    title = serializers.CharField(max_length=200, required=False)
    due_at = serializers.DateTimeField(
        required=False, allow_null=True, default=None, validators=[not_over]
    )
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=300)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the values; the act's own value and one way to name people have to be there."""
        needed = NEEDED[attrs["op"]]
        if needed and needed not in attrs:
            raise serializers.ValidationError({needed: [f"{attrs['op']} needs it."]})
        if ("uids" in attrs) == ("filter" in attrs):
            raise serializers.ValidationError("Give uids or a filter.")
        given = {name for name, value in attrs.get("filter", {}).items() if value}
        if "filter" in attrs and not given - {"state"}:
            words = "It keeps everybody: say whom it keeps, or name them by uids."
            raise serializers.ValidationError({"filter": [words]})
        return attrs


class BulkOutcomeSerializer(serializers.Serializer[Any]):
    """What became of one person."""

    uid = serializers.UUIDField()
    outcome = serializers.ChoiceField(
        choices=["done", "unchanged", "not_found", "forbidden", "version_conflict", "invalid"]
    )
    version = serializers.IntegerField(required=False)
    detail = serializers.CharField(required=False)


class BulkResultSerializer(serializers.Serializer[Any]):
    """The outcomes in the order asked; `partial_failure` says that some failed."""

    partial_failure = serializers.BooleanField()
    results = BulkOutcomeSerializer(many=True)


class BulkProposedSerializer(serializers.Serializer[Any]):
    """The proposal a large request became."""

    proposal = serializers.UUIDField()
    state = serializers.CharField()
    items = serializers.IntegerField()


class BulkView(Api):
    """One act on many people."""

    def write_permission(self) -> str:
        """Return the permission the act asks for."""
        data = self.request.data
        op = data.get("op") if isinstance(data, dict) else None
        return PERMISSIONS.get(str(op), "contacts.change_contact")

    @extend_schema(
        operation_id="contacts_bulk",
        request=BulkSerializer,
        responses={200: BulkResultSerializer, 202: BulkProposedSerializer},
    )
    def post(self, request: Request) -> Response:
        """Do one thing to up to 50 people, each for itself; more become a proposal (202).

        Tasks are no change of a record: up to 1,000 are added at once.
        """
        asked = BulkSerializer(data=request.data)
        check_body(asked, request.data)
        asked.is_valid(raise_exception=True)
        values = asked.validated_data
        uids = self._uids(values)
        if len(uids) > FREE and values["op"] != "task":
            return self._propose(values, uids)
        people = {row.uid: row for row in self._people(values["op"]).filter(uid__in=uids)}
        free = set(
            Contact.objects.changeable_by(self.caller)
            .filter(uid__in=uids)
            .values_list("uid", flat=True)
        )
        results = [self._one(values, uid, people.get(uid), free) for uid in uids]
        failed = any(each["outcome"] not in ("done", "unchanged") for each in results)
        body = {"partial_failure": failed, "results": results}
        return Response(BulkResultSerializer(body).data)

    def _people(self, op: str) -> "QuerySet[Contact]":
        """Return whom the act may find: the archived to restore, the living for all else."""
        state = State.ARCHIVED if op == "restore" else State.ACTIVE
        found: QuerySet[Contact] = Contact.objects.filter(state=state).visible_to(self.caller)
        return found

    def _uids(self, values: dict[str, Any]) -> list[UUID]:
        if "uids" in values:
            return list(dict.fromkeys(values["uids"]))
        asked = dict(values["filter"])
        if values["op"] == "restore":
            asked.setdefault("state", State.ARCHIVED.value)
        kept = ContactFilterSet(asked, self._people(values["op"]), request=self.request)
        if unknown := sorted(values["filter"].keys() - kept.filters.keys()):
            raise ValidationError({"filter": [f"There is no filter {', '.join(unknown)}."]})
        if not kept.is_valid():
            raise ValidationError({"filter": kept.errors})
        uids = list(kept.qs.order_by("id").values_list("uid", flat=True)[: LARGEST + 1])
        if not uids or len(uids) > LARGEST:
            raise ValidationError({"filter": [f"It keeps nobody, or more than {LARGEST}."]})
        return uids

    def _one(
        self, values: dict[str, Any], uid: UUID, row: Contact | None, free: set[UUID]
    ) -> dict[str, Any]:
        """Return what became of one person; a refusal leaves the others alone."""
        if row is None:
            return {"uid": uid, "outcome": "not_found"}
        if uid not in free:
            return {"uid": uid, "outcome": "forbidden"}
        before = row.version
        if values["versions"].get(str(uid), before) != before:
            return {"uid": uid, "outcome": "version_conflict", "version": before}
        try:
            with transaction.atomic():
                self._act(values, row)
        except VersionConflictError as error:
            current = error.current.version
            return {"uid": uid, "outcome": "version_conflict", "version": current}
        except ValueRefused as error:
            return {"uid": uid, "outcome": "invalid", "detail": " ".join(error.messages)}
        changed = row.version != before or values["op"] == "task"
        return {
            "uid": uid,
            "outcome": "done" if changed else "unchanged",
            "version": row.version,
        }

    def _act(self, values: dict[str, Any], row: Contact) -> None:
        op, cause = values["op"], values["reason"] or "bulk"
        if op == "assign":
            assign(row, owner=values["owner"], by=self.caller, cause=cause)
        elif op == "archive":
            archive(row, by=self.caller, cause=cause)
        elif op == "restore":
            restore(row, by=self.caller, cause=cause)
        elif op == "task":
            add_task(title=values["title"], due_at=values["due_at"], contact=row, by=self.caller)
        else:
            tags = _tags(op, row.tags, values["tags"])
            update_contact(row, by=self.caller, cause=cause, tags=tags)

    def _propose(self, values: dict[str, Any], uids: list[UUID]) -> Response:
        people = {row.uid: row for row in self._people(values["op"]).filter(uid__in=uids)}
        if missing := [str(uid) for uid in uids if uid not in people]:
            raise ValidationError({"uids": [f"There is no contact {missing[0]}."]})
        kind = "contact.archive" if values["op"] in MOVES else "contact.update"
        items = [self._item(values, people[uid]) for uid in uids]
        title = f"{values['op'].capitalize()} {len(items)} contacts"
        proposal = propose(
            kind=kind, title=title, summary=values["reason"], items=items, by=self.caller
        )
        body = {"proposal": proposal.uid, "state": proposal.state, "items": len(items)}
        return Response(BulkProposedSerializer(body).data, status=202)

    def _item(self, values: dict[str, Any], row: Contact) -> ItemDraft:
        op = values["op"]
        if op in MOVES:
            how, state = MOVES[op]
            return ItemDraft(
                op=how,
                target_type="contact",
                target_uid=row.uid,
                base_version=row.version,
                before={"state": row.state},
                after={"state": state},
            )
        change: dict[str, Any] = {"tags": _tags(op, row.tags, values.get("tags", []))}
        if op == "assign":
            team = values["owner"].team
            change = {"owner": values["owner"].username, "team": team.name if team else None}
        return ItemDraft(
            op=ItemOp.UPDATE,
            target_type="contact",
            target_uid=row.uid,
            base_version=row.version,
            after=change,
        )


def _tags(op: str, has: list[str], given: list[str]) -> list[str]:
    if op == "untag":
        return [tag for tag in has if tag not in given]
    return list(dict.fromkeys([*has, *given]))
