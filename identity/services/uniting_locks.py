"""What people fixed stays fixed in a merge: locks move to the survivor, and their values with them.

The database refuses to change a locked value, so a merge lets go of the locks that do not stand
before it writes values, and moves the others afterwards; undone backwards, it goes as well.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from contacts.models import Contact
from core.services.moving import Moved, change, take_away
from identity.models import FieldLock
from identity.selectors.claims import stored
from identity.selectors.locks import locks_of


def standing_locks(people: Sequence[Contact], choices: Mapping[str, str]) -> list[FieldLock]:
    """Return the lock that will stand of each attribute, the survivor being the first of `people`.

    Of several it is that of the person chosen for the attribute, else the first person's.
    """
    uids = {person.pk: str(person.uid) for person in people}
    found: dict[str, FieldLock] = {}
    for each in locks_of(people):
        chosen = choices.get(each.attribute) == uids[each.contact_id]
        if chosen or each.attribute not in found:
            found[each.attribute] = each
    return list(found.values())


def values_held(people: Sequence[Contact], locks: Iterable[FieldLock]) -> dict[str, dict[str, Any]]:
    """Return what these locks keep, attribute by attribute."""
    owners = {person.pk: person for person in people}
    return {each.attribute: stored(owners[each.contact_id], each.attribute) for each in locks}


def let_go(people: Sequence[Contact], standing: Sequence[FieldLock]) -> list[Moved]:
    """Take away the locks of the losers that will not stand, and the survivor's they stand for."""
    survivor, *losers = people
    others = FieldLock.objects.exclude(pk__in=[each.pk for each in standing])
    outdone = others.filter(contact=survivor, attribute__in=[each.attribute for each in standing])
    return [*take_away(others.filter(contact__in=losers)), *take_away(outdone)]


def give_locks(survivor: Contact, standing: Sequence[FieldLock]) -> list[Moved]:
    """Move the locks that stand to the survivor, who has their values by now."""
    rows = FieldLock.objects.filter(pk__in=[each.pk for each in standing])
    return change(rows, by=None, contact=survivor)
