# ruff: noqa: RUF001 -- letters of other alphabets are meant
"""What the cells of a column look like, and whether that agrees with a field."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from imports.mapping import gazetteer
from imports.mapping.fields import Kind
from imports.mapping.wording import is_no_address, listed_looks, word_looks

MAX_CELLS: Final = 40
WHOLE_NAMES: Final = 1.6
"""Words in a cell, on average, of a column of whole names."""

_MOSTLY: Final = 0.6
_HALF: Final = 0.5
_HARDLY: Final = 0.3
_FEW: Final = 4  # cells from which an order or a repetition tells something

_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९", "012345678901234567890123456789")
_EMAIL: Final = re.compile(r"(?<![^\s@,;<>()])[^\s@,;<>()]++@[^\s@,;<>()]+\.[^\s@,;<>()]{2,}")
_URL: Final = re.compile(
    r"^(?:https?://|www\.)\S+$|^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:/\S*)?$", re.IGNORECASE
)
_PHONE: Final = re.compile(
    r"^'?(?:p:|tel:|ph:)?[\s+(]*\+?[\d(][\d\s().+/-]{4,}(?:\s*(?:x|ext\.?)\s*\d+)?'?$",
    re.IGNORECASE,
)
_PHONE_SPLIT: Final = re.compile(r"\s*(?::::|[,;|]|\s/\s|\n)\s*")
_EXPONENT: Final = re.compile(r"^\d(?:\.\d+)?E\+\d{1,2}$")
_ISO_DATE: Final = re.compile(r"^(?:18|19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)")
_COMPACT_DATE: Final = re.compile(r"^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$")
_DAY_DATE: Final = re.compile(r"^\d{1,2}([-/.])\s?\d{1,2}\1\s?(?:\d{4}|\d{2})\b")
_MONTH: Final = (
    r"(?:jan|feb|fev|mar|mär|apr|avr|abr|may|mai|jun|jui|jul|aug|août|ago|sep|oct|okt|out|nov|dec|dez)"
    r"[^\W\d]{0,6}\.?"
)
_YEARLESS: Final = re.compile(
    rf"^(?:--\d{{2}}-?\d{{2}}|\d{{1,2}}/\d{{1,2}}|0/0/00"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[-\s./]+{_MONTH}|{_MONTH}[-\s./]+\d{{1,2}}(?:st|nd|rd|th)?)$",
    re.IGNORECASE,
)
_WORD_DATE: Final = re.compile(
    r"^(?:[^\W\d]{3,9}\.?,?\s+)?(?:\d{1,2}(?:st|nd|rd|th)?[-\s./]*(?:de |of )?"
    r"[^\W\d]{3,10}[-\s.,/]*(?:de )?'?(?:\d{4}|\d{2})\b"
    r"|[^\W\d]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}\b)",
    re.IGNORECASE,
)
_INDIC_DATE: Final = re.compile(r"^\d{1,2}\s+[^\d\s]{2,12}\s+\d{4}$")
_TIME: Final = re.compile(
    r"^\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?)?$|^\d{1,2}\s*[ap]m$", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"^[-+]?\d[\d.,' \u00a0\u202f]*$")
_MONEY: Final = re.compile(
    r"(?:₹|\$|€|£|₺|₽|\b(?:inr|aed|usd|eur|gbp|sar|rs|dhs?|try|qar|omr|kwd|bhd|egp|jod|pkr|lkr|bdt|sgd|myr|idr|php|thb|vnd|ngn|kes|zar|cad|aud|cny|rub|jpy|hkd|brl|mxn|chf|tl|kr|zł|руб)\b|r\$|د\.إ|درهم|ريال|¥|￥|元|人民币)"
    r"|\d\s*_?(?:cr|crores?|l|lacs?|lakhs?|lac|k|m|mn|mln|million|mio|tsd|bn|mil|milh|करोड़|करोड|लाख|مليون|ألف|الف|млн|тыс)\b"
    r"|\d\s*(?:万|萬|億|亿|千|만|억)",
    re.IGNORECASE,
)
_AREA: Final = re.compile(
    r"\d.*(?:sq|ft|m2|m²|qm|mq|yd|yard|acre|gaj|meter|متر|वर्ग|м2|м²|кв\.?\s?м|㎡|平|坪|кв|bigha)",
    re.IGNORECASE,
)
_CONFIG: Final = re.compile(
    r"\b\d(?:\.5)?[\s_+-]*(?:bhk|rk|br|bed|bedroom|hk|b/r|chambres?|pièces?|zimmer|quartos?|dorm|hab|locali|kamers|oda|"
    r"बीएचके|غرف|غرفة|rooms?)s?\b|\bstudio\b|\bbhk\b|^[tf][0-6]$|^\d\+\d$|penthouse|غرف|बीएचके|^\dk$"
    r"|^[1-9一二两三四五六]\s?(?:室|房|居|[ls]?dk)|^(?:开间|студия|estudio|stüdyo|monolocale)$|استوديو"
    r"|\d\s?-?\s?(?:комн|спал)",
    re.IGNORECASE,
)
_ROOMS: Final = re.compile(r"^\d(?:\.5)?\+?$")
_WORDS_OF_CONFIG: Final = 6
_DURATION: Final = re.compile(
    r"^\d{1,3}(?::\d{2}){1,2}$|^\d+\s*(?:m|min|mins|minutes?|s|sec|secs|seconds?|h|hrs?|hours?|std)\b",
    re.IGNORECASE,
)
_POSTAL: Final = re.compile(
    r"^\d{3,6}(?:[-\s]\d{3,4})?$|^[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}$|^[a-z]\d[a-z]\s?\d[a-z]\d$|^\d{4}\s?[a-z]{2}$|^\d{3}\s\d{3}$",
    re.IGNORECASE,
)
_RANGE: Final = re.compile(
    r"^\d[\d.,]*\s*(?:-|–|to|bis|à|a)\s*\d[\d.,]*\+?$|^[<>]\s?\d[\d.,]*$|^\d[\d.,]*\s?\+$"
)
_ROUND: Final = re.compile(
    r"^\d[\d.,' ]*00[.,']?00(?:[.,]00?)?$"
)  # a price, hardly a number or key
_IDENTIFIER: Final = re.compile(r"^(?=.*\d)[A-Za-z0-9_\-:./#]+$")
_PERSON: Final = re.compile(r"^[^\W\d_][^\d@/\\<>{}\[\]|]{1,48}$")
_SCHEME: Final = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)
_JSON: Final = re.compile(r"^\s*[\[{].*[\]}]\s*$", re.DOTALL)
_SERIAL: Final = re.compile(r"^[2-5]\d{4}(?:\.\d+)?$|^1\d{9}(?:\d{3})?$")  # Excel days, Unix epochs


@dataclass(frozen=True, slots=True)
class Profile:
    """Shares of the non-blank cells of a column that look like each thing, 0 to 1."""

    count: int
    shares: dict[str, float]
    distinct: float  # distinct cells / cells
    words: float  # mean number of words in a cell
    cells: tuple[str, ...]

    def share(self, *looks: str) -> float:
        """Return the largest of the shares named."""
        return max(self.shares.get(look, 0.0) for look in looks)

    def counts_on(self) -> bool:
        """Tell whether the cells are whole numbers that only rise or only fall: keys or rows."""
        if self.count < _FEW or not all(cell.isdecimal() for cell in self.cells):
            return False
        numbers = [*map(int, self.cells)]
        steps = [after - before for before, after in pairwise(numbers)]
        return min(steps) > 0 or max(steps) < 0

    def of_one_host(self) -> bool:
        """Tell whether all web addresses lead to pages of one site, as links to records do."""
        hosts = {_SCHEME.sub("", cell).partition("/")[0].casefold() for cell in self.cells}
        return self.count >= _FEW and len(hosts) == 1 and self.distinct > _HALF


def profile(cells: Iterable[str]) -> Profile:
    """Describe a column by its first `MAX_CELLS` cells that are not blank."""
    kept: list[str] = []
    for cell in cells:
        text = cell.strip()
        if text and text.casefold() not in gazetteer.BLANKS:
            kept.append(text)
            if len(kept) == MAX_CELLS:
                break
    counts: dict[str, int] = {}
    for text in kept:
        for look in looks(text):
            counts[look] = counts.get(look, 0) + 1
    total = len(kept) or 1
    return Profile(
        count=len(kept),
        shares={look: found / total for look, found in counts.items()},
        distinct=len(set(kept)) / total,
        words=sum(len(text.split()) for text in kept) / total,
        cells=tuple(kept),
    )


@lru_cache(maxsize=4096)
def looks(text: str) -> frozenset[str]:
    """Everything one cell looks like; several at once is usual (`2` is a number and a boolean)."""
    plain = text.translate(_DIGITS).strip()
    found = set(_markup_looks(plain))
    lower = plain.casefold()
    if not found & {"email", "url", "json"}:
        digits = any(map(str.isdigit, plain))
        found |= _digit_looks(plain) if digits else _letter_looks(plain)
        found.update(word_looks(lower, digits=digits))
    found |= listed_looks(lower)
    return frozenset(found)


def _markup_looks(text: str) -> Iterable[str]:
    if _EMAIL.search(text):
        yield "email" if len(_EMAIL.sub("", text).split()) <= 3 else "prose"  # noqa: PLR2004 -- a name may stand beside
    elif _JSON.match(text):
        yield "json"
    elif _URL.match(text) and not _NUMBER.match(text):
        yield "url"
        if "linkedin.com" in text.casefold():
            yield "linkedin"


def _digit_looks(text: str) -> set[str]:
    found = {
        look
        for look, pattern in (
            ("time", _TIME),
            ("number", _NUMBER),
            ("serial", _SERIAL),
            ("duration", _DURATION),
            ("postal", _POSTAL),
            ("identifier", _IDENTIFIER),
            ("range", _RANGE),
        )
        if pattern.match(text)
    }
    if _AREA.search(text):
        found.add("area")
    if _is_config(text):
        found.add("config")
    if _is_date(text):
        return (found - {"number", "postal", "identifier"}) | {"date"}
    if len(text) < 40 and _MONEY.search(text):  # noqa: PLR2004 -- not a sentence
        found |= {"money", "priced"}
    elif "number" in found:
        found |= {"money", "priced"} if _ROUND.match(text) else {"money"}
    if text.endswith("%"):
        found.add("percent")
    if _is_phone(text):
        found.add("phone")
    return found


def _letter_looks(text: str) -> set[str]:
    found = {"letters"}
    words = text.split()
    if _PERSON.match(text) and len(words) <= 6:  # noqa: PLR2004 -- longer is a sentence
        found.add("person")
    if _is_config(text):
        found.add("config")
    return found


def _is_config(text: str) -> bool:
    """Tell how many rooms somebody wants from a sentence that mentions it among other things."""
    return len(text.split()) <= _WORDS_OF_CONFIG and _CONFIG.search(text) is not None


def _is_date(text: str) -> bool:
    patterns = (_ISO_DATE, _COMPACT_DATE, _DAY_DATE, _YEARLESS, _WORD_DATE, _INDIC_DATE)
    if len(text) >= 40 or not any(pattern.match(text) for pattern in patterns):  # noqa: PLR2004 -- not a sentence
        return False
    return is_no_address(text)


def _is_phone(text: str) -> bool:
    """Whether every part between separators has 6 to 15 digits and phone punctuation only."""
    parts = [part for part in _PHONE_SPLIT.split(text) if part]
    return (
        bool(parts)
        and all(
            _EXPONENT.match(part) or (_PHONE.match(part) and 6 <= sum(map(str.isdigit, part)) <= 16)  # noqa: PLR2004 -- E.164 and a trunk zero
            for part in parts[:4]
        )
    )


def fit(kind: Kind, column: Profile) -> float:
    """How well the cells agree with a kind of value: 1 they show it, 0 no opinion, -1 a veto."""
    if not column.count:
        return 0.0
    if kind == "url" and column.share("linkedin") >= _HALF:
        return -1.0  # a profile is no website
    if kind in {"url", "phone"} and column.share(kind) >= _MOSTLY:
        unlike = column.of_one_host if kind == "url" else column.counts_on
        return 0.0 if unlike() else 1.0
    if kind in _STRICT:
        return _strict(column.share(*_STRICT[kind]))
    if kind in _LISTED:
        return _listed(kind, column)
    return _loose(kind, column)


_STRICT: Final[dict[str, tuple[str, ...]]] = {
    "phone": ("phone",),
    "email": ("email",),
    "date": ("date", "serial"),
    "time": ("time", "date"),
    "duration": ("duration", "number", "time"),
    "money": ("money",),
    "number": ("number", "money", "range"),
    "percent": ("number", "percent"),
    "area": ("area", "number", "range"),
    "url": ("url",),
}
_LISTED: Final[dict[str, tuple[str, ...]]] = {
    "honorific": ("honorific",),
    "gender": ("gender",),
    "currency": ("currency",),
    "language": ("language",),
    "purpose": ("purpose",),
    "property": ("property",),
    "score": ("score", "number"),
    "country": ("country",),
    "config": ("config",),
    "boolean": ("boolean",),
    "postal": ("postal",),
}
_TYPED: Final = ("email", "phone", "date", "url", "json")
_UNLIKE: Final[dict[str, tuple[str, ...]]] = {
    "job": ("honorific", "human"),
    "name": ("org", "job", "address"),
    "place": ("org", "human", "job"),
    "tags": ("org", "human"),
    "org": ("human",),
}
_NAMING: Final = frozenset({"name", "org", "place", "job", "notes"})
_NUMERIC_IS_FINE: Final = frozenset({"choice", "text", "tags", "notes", "id"})


def _strict(share: float) -> float:
    if share >= _MOSTLY:
        return 1.0
    return 0.0 if share >= _HARDLY else -1.0


def _listed(kind: Kind, column: Profile) -> float:
    if column.share(*_LISTED[kind]) >= _HALF:
        return 1.0
    if kind == "postal" and column.share("postal") < _HARDLY and _are_not_coded(column):
        return -1.0
    if kind == "config" and all(_ROOMS.match(cell) for cell in column.cells):
        return 0.5
    if column.share("email", "date", "url", "json") >= _MOSTLY or column.words > 8:  # noqa: PLR2004 -- prose
        return -1.0
    if (
        kind in {"honorific", "gender", "currency", "language", "country"}
        and column.share("phone", "number") >= _MOSTLY
    ):
        return -1.0
    return 0.0


def _loose(kind: Kind, column: Profile) -> float:
    if kind == "id":
        return _identity(column)
    if kind == "linkedin":
        return _linkedin(column)
    if any(column.share(look) >= _MOSTLY for look in _TYPED) and not (
        kind == "choice" and column.share("url") >= _MOSTLY
    ):
        return -1.0
    if kind in _UNLIKE and column.share(*_UNLIKE[kind]) >= _HALF:
        return -1.0
    numbers = kind not in _NUMERIC_IS_FINE and column.share("number") >= _MOSTLY
    codes = kind == "notes" and _are_codes(column)
    if numbers or codes or (kind in _NAMING and _is_answers(column)):
        return -1.0
    return _support(kind, column)


def _are_not_coded(column: Profile) -> bool:
    """Tell words without a digit and numbers to call from codes of a form we do not know."""
    return column.share("letters", "phone") >= _MOSTLY


def _are_codes(column: Profile) -> bool:
    """Tell codes, one to a cell and each another, which are no remarks: `INQ-1042`."""
    coded = column.share("identifier") >= _MOSTLY and not column.share("number")
    return coded and column.count >= _FEW and column.distinct == 1


def _is_answers(column: Profile) -> bool:
    """Tell whether the cells are yes and no in words."""
    return column.share("boolean") >= _MOSTLY and not column.share("number")


def _linkedin(column: Profile) -> float:
    if column.share("linkedin") >= _HALF:
        return 1.0
    return -1.0 if column.share("url", "email", "phone", "date") >= _HALF else 0.0


def _identity(column: Profile) -> float:
    unlike = column.share("email", "date") >= _MOSTLY or column.words > 2  # noqa: PLR2004 -- ids are one word
    repeated = column.count >= 4 and column.distinct < 0.8  # noqa: PLR2004 -- a key is unique
    if unlike or repeated:
        return -1.0
    return 0.5 if column.share("identifier") >= _MOSTLY else 0.0


def _support(kind: Kind, column: Profile) -> float:
    if kind == "name":
        return 0.5 if column.share("person") >= _MOSTLY and not column.share("org", "job") else 0.0
    if kind == "job":
        return 0.5 if column.share("job") >= _HALF else 0.0
    if kind == "org":
        return 1.0 if column.share("org") >= _HARDLY else 0.0
    if kind == "place":
        return 1.0 if column.share("place", "country") >= _HARDLY else 0.0
    if kind == "notes":
        return 0.5 if column.words >= 3 else 0.0  # noqa: PLR2004 -- a sentence
    return 0.0
