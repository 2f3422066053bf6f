"""Words of a fixed choice: yes and no, consent, gender.

A word that is not listed stays unresolved.
"""

import re
from typing import Final, TypeVar

from imports.cleaning.result import Cleaned, Issue
from imports.cleaning.text import clean_text, fold

V = TypeVar("V")

_EDGES: Final = re.compile(r"[\s_.,;:/()&|'\"-]+")

_YES: Final = "yes|y|true|t|1|1 0|on|x|checked|ja|oui|si|sim|wahr|vrai|verdadero|haan|हाँ|हां|نعم|✓|✔"
_NO: Final = "no|n|false|f|0|0 0|off|unchecked|nein|non|nao|falsch|faux|falso|nahi|नहीं|لا|✗|✘"
_CONSENT: Final = (
    "opt in|opted in|optin|subscribed|subscriber|consent|consented|consent given|grant|granted"
    "|agreed|accepted|allowed|confirmed opt in|double opt in"
)
_NO_CONSENT: Final = (
    "opt out|opted out|optout|unsubscribed|no consent|consent refused|refused|declined|deny|denied"
    "|not allowed|do not contact|do not call|dnd|dnc|withdrawn|cleaned"
)
# whether a CRM bills a contact for marketing; it may be asked of nobody
_TIER: Final = frozenset({"marketing contact", "non marketing contact"})
_GENDER: Final = {
    "male": "male|m|man|boy|homme|masculin|mannlich|hombre|masculino|mr|herr|पुरुष|ذكر",
    "female": "female|f|woman|girl|lady|femme|feminin|weiblich|mujer|femenino|mrs|ms|miss|frau"
    "|महिला|स्त्री|انثى",
    "non_binary": "non binary|nonbinary|nb|enby|x",
    "other": "other|o|diverse|divers|transgender|trans|autre|otro",
    "unspecified": "unspecified|unknown|not specified|prefer not to say|na|n a|none|u",
}


def _lookup(lists: dict[V, str]) -> dict[str, V]:
    """Return the folded words of each value's list, pointing at the value."""
    return {_key(word): value for value, words in lists.items() for word in words.split("|")}


def _key(text: str) -> str:
    """Return the text as the lists are keyed: folded, with single spaces for punctuation."""
    return _EDGES.sub(" ", fold(clean_text(text))).strip()


_BOOLEANS: Final = _lookup({True: _YES, False: _NO})
_CONSENTS: Final = _lookup({True: f"{_YES}|{_CONSENT}", False: f"{_NO}|{_NO_CONSENT}"})
_GENDERS: Final = _lookup(_GENDER)


def clean_boolean(raw: str) -> Cleaned[bool]:
    """Return yes or no in any of the usual spellings."""
    return _chosen(raw, _BOOLEANS, "Is this a yes or a no?")


def clean_consent(raw: str) -> Cleaned[bool]:
    """Return whether the words grant consent: True for `Opt-in`, False for `Unsubscribed`.

    A column that records the refusal (`Email opt-out: true`) is a `clean_boolean` column; the
    caller negates it.
    """
    return _chosen(raw, _CONSENTS, "Does this grant consent or refuse it?")


def is_billing_tier(raw: str) -> bool:
    """Tell whether the words are a CRM's billing tier, which says nothing of consent."""
    return _key(raw) in _TIER


def clean_gender(raw: str) -> Cleaned[str]:
    """Return male, female, non_binary, other or unspecified."""
    return _chosen(raw, _GENDERS, "This is not a known gender")


def _chosen(raw: str, known: dict[str, V], question: str) -> Cleaned[V]:
    """Return the listed value of the words, or the question to ask about them."""
    if not clean_text(raw):
        return Cleaned(None)
    value = known.get(_key(raw))
    if value is None:
        return Cleaned(None, (Issue("unknown_choice", question),))
    return Cleaned(value)
