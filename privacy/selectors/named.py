"""Which views of lists were named after a person: names of views are words people chose."""

import re
from collections.abc import Iterable
from typing import Final

from client360.models import SavedView
from contacts.models import Contact
from identity.matching.names import fold, words_of

OWNS: Final = re.compile(r"['\u2019]s\b", re.IGNORECASE)  # Meera's


def views_named_after(contacts: Iterable[int]) -> list[int]:
    """Return the ids of the views whose name holds a whole name of one of these people.

    In whichever order, spelling of case or script: of a family name alone nobody knows whose.
    """
    people = Contact._base_manager.filter(pk__in=list(contacts))  # noqa: SLF001 -- Django's documented name
    rows = people.values_list("full_name", "native_name", "alternate_names")
    known = (_words(name) for full, native, others in rows for name in (full, native, *others))
    names = {name for name in known if name}
    views = SavedView.objects.exclude(name="").values_list("pk", "name")
    return [pk for pk, name in views if any(each <= _words(name) for each in names)]


def _words(name: str) -> frozenset[str]:
    return frozenset(words_of(fold(OWNS.sub("", name)).replace("'", "")))
