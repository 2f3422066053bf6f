"""How the subject is reached: contact points and addresses."""

from typing import Any

from django.db.models import QuerySet

from client360.registry import Dossier, Steps
from client360.selectors.shaping import labelled, of_subject, person
from contacts.choices import AddressKind, PointKind, PointStatus
from contacts.models import Contact, PostalAddress
from contacts.models.points import is_fax
from core.selectors.masking import sees_points, veiled

SCHEMES = {PointKind.PHONE: "tel:", PointKind.WHATSAPP: "tel:", PointKind.EMAIL: "mailto:"}
ADDRESS = ("lines", "locality", "city", "region", "postal_code", "country")


def points(dossier: Dossier) -> Steps:
    """Return the contact's points in use, primary first; retired ones last."""
    (found,) = yield lambda: (
        dossier.subject.points.order_by("kind", "-is_primary", "id").values(
            "id", "uid", "kind", "value_raw", "value_norm", "label", "is_primary", "is_identity",
            "is_shared", "status", "verified_at", "created_at", who=person("created_by"),
        ),
    )  # fmt: skip
    found = labelled(found, kind=PointKind, status=PointStatus)
    found = veiled(
        found, dossier.viewer,
        value_raw="contactpoint.value_raw", value_norm="contactpoint.value_norm",
    )  # fmt: skip
    known = sees_points(dossier.viewer)
    for point in found:
        answered = known and not is_fax(point["kind"], point["label"])
        scheme = SCHEMES.get(point["kind"], "") if answered else ""
        point["key"] = f"point:{point['id']}"
        point["href"] = f"{scheme}{point['value_norm']}" if scheme else ""
    return sorted(found, key=_rank)


def without_repeats(points: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return contact points but for retired copies of one that is in use, or of one before."""
    known: set[tuple[str, str]] = set()
    kept = []
    for point in points:  # those in use come first
        same = (point["kind"], point["value_norm"])
        if point["status"] != PointStatus.RETIRED or same not in known:
            kept.append(point)
        known.add(same)
    return kept


def keys_shown(dossier: Dossier) -> set[str]:
    """Return the keys of the points and addresses whose values stand on the dossier."""
    subject = dossier.subject
    addresses = subject.addresses.filter(until__isnull=True).values_list("id", flat=True)
    shown = {f"address:{pk}" for pk in addresses}
    if isinstance(subject, Contact) and sees_points(dossier.viewer):
        names = ("id", "kind", "value_norm", "status", "is_primary")
        rows: QuerySet[Any, dict[str, Any]] = subject.points.values(*names)
        shown |= {f"point:{row['id']}" for row in without_repeats(sorted(rows, key=_rank))}
    return shown


def _rank(point: dict[str, Any]) -> tuple[bool, int, bool]:
    """Return the place of a point: in use before retired, phones before e-mails, primary first."""
    retired = point["status"] == PointStatus.RETIRED
    return retired, PointKind.values.index(point["kind"]), not point["is_primary"]


def addresses(dossier: Dossier) -> Steps:
    """Return the postal addresses in use, primary first."""
    (found,) = yield lambda: (
        PostalAddress.objects.filter(**of_subject(dossier), until__isnull=True)
        .order_by("-is_primary", "id")
        .values(
            "id", "uid", "kind", "is_primary", "created_at", *ADDRESS, who=person("created_by")
        ),
    )
    for row in found:
        row["key"] = f"address:{row['id']}"
        row["text"] = ", ".join(row[part] for part in ADDRESS if row[part])
    return labelled(found, kind=AddressKind)
