"""Who is on record already, told while a person is typed in and before anything is saved."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.core.exceptions import ValidationError

from contacts.models import Contact
from contacts.registry import Lookalike
from contacts.services import normal_value
from core.models import User
from core.selectors.masking import masks, sees_points
from identity.matching.types import Score, unpack
from identity.models import MatchProfile
from identity.selectors.evidence import Reason
from identity.services.explaining import reasons_from
from identity.services.keeping import keep_keys
from identity.services.knowing import population
from identity.services.scanning import write_candidates
from identity.services.searching import candidates, candidates_of, person_of

SHOWN: Final = 5
PLACE: Final = ("lines", "locality", "city", "postal_code")
OWNER: Final = ("full_name", "first_name", "last_name", "username")
NAMED: Final = ("uid", "full_name", "company_name", *(f"owner__{n}" for n in OWNER))
_SEARCHED: Final = 20  # some of them may be hidden from who asks
_TOLD: Final = 4
_UNTOLD: Final = frozenset({"prior", "interaction"})


def find(
    fields: Mapping[str, Any], points: Sequence[Mapping[str, Any]], *, by: User
) -> list[Lookalike]:
    """Return the likeliest people among those `by` may see, five at most.

    Whoever does not see numbers or dates of birth is told of the rest alone: or they could be
    guessed.
    """
    lives = str(fields.get("residence_country") or "")
    told = _as_kept(points, lives) if by.is_service or sees_points(by) else ()
    fields = {name: fields[name] for name in fields.keys() - masks(by, "contact").keys()}
    place: dict[str, Any] = {key: fields[key] for key in PLACE if key in fields}
    scores = {
        each.contact_id: each.score
        for each in candidates(person_of(fields, told, place), limit=_SEARCHED)
    }
    if not scores:
        return []
    visible = Contact.objects.visible_to(by).select_related("owner").only(*NAMED)
    seen = visible.in_bulk(list(scores))
    return [_lookalike(seen[pk], score) for pk, score in scores.items() if pk in seen][:SHOWN]


def keep(contact_id: int) -> None:
    """Make the keys of a person just written anew, so that whoever is typed next finds them."""
    keep_keys([contact_id])


def note(contact: Contact) -> None:
    """Put a new person and everybody alike before the reviewers."""
    keep_keys([contact.pk])
    model, known = population()
    mine = unpack(MatchProfile.objects.get(pk=contact.pk).person)
    others = {each.contact_id: each for each in candidates_of(contact.pk)}
    rows = MatchProfile.objects.in_bulk(list(others))
    found = [
        (
            pk,
            others[pk]._replace(
                contact_id=contact.pk, score=model.score(unpack(row.person), mine, known)
            ),
        )
        for pk, row in rows.items()
    ]  # the older one stands left
    write_candidates(found, model.version)


def _as_kept(points: Sequence[Mapping[str, Any]], region: str) -> list[Mapping[str, Any]]:
    """Return points in the form they would be kept in; half a number stands as it is."""
    return [{**point, "value": _normal(point["kind"], point["value"], region)} for point in points]


def _normal(kind: str, value: str, region: str) -> str:
    try:
        return normal_value(kind, value, region=region)
    except ValidationError:
        return value


def _lookalike(contact: Contact, score: Score) -> Lookalike:
    told = [each for each in reasons_from(score) if each.comparison not in _UNTOLD]
    told.sort(key=lambda each: -abs(each.points))
    return Lookalike(
        contact,
        score.probability,
        _words(each for each in told if each.points > 0),
        _words(each for each in told if each.points < 0),
    )


def _words(reasons: Iterable[Reason]) -> list[str]:
    return list(dict.fromkeys(each.words for each in reasons))[:_TOLD]
