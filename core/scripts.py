# ruff: noqa: RUF001 -- letters of other scripts are what this is about
"""Letters of India, of Arabic and of Cyrillic to Latin ones, well enough to compare names.

Identity compares with it here; the database writes the search text with the same tables
(`core.models.search_sql`), and a test holds the two equal.

The scripts of India stand in Unicode in one order, a block of 128 each, after ISCII (IS 13194):
a letter of any of them is read as the Devanagari one at its place.
"""

import re
from typing import Final


def _table(text: str) -> dict[str, str]:
    """Return the letters of `x=ks y=i`; a letter before a lone `=` is silent."""
    return dict(pair.split("=") for pair in text.split())


_ARABIC: Final = _table(
    "\u0627=a ب=b ت=t ث=th ج=j ح=h خ=kh د=d ذ=dh ر=r ز=z س=s ش=sh ص=s ض=d ط=t ظ=z ع=a غ=gh "
    "ف=f ق=q ك=k ل=l م=m ن=n \u0647=h و=w ي=y ء= آ=a أ=a إ=i ى=a ة=a ئ=y ؤ=w پ=p چ=ch گ=g ک=k ی=y"
)
_CYRILLIC: Final = _table(
    "а=a б=b в=v г=g д=d е=e ё=yo ж=zh з=z и=i й=y к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f "
    "х=kh ц=ts ч=ch ш=sh щ=shch ы=y э=e ю=yu я=ya і=i ї=yi є=ye ґ=g"
) | {"ъ": "", "ь": ""}
CONSONANTS: Final = _table(
    "क=k ख=kh ग=g घ=gh ङ=n "
    "च=ch छ=chh ज=j झ=jh ञ=n ट=t ठ=th ड=d ढ=dh ण=n त=t थ=th द=d ध=dh "
    "न=n प=p फ=ph ब=b भ=bh म=m य=y र=r ल=l व=v श=sh ष=sh स=s ह=h ळ=l "
    "ऩ=n ऱ=r ऴ=zh"
)
_VOWELS: Final = _table("अ=a आ=aa इ=i ई=ee उ=u ऊ=oo ऋ=ri ए=e ऎ=e ऐ=ai ओ=o ऒ=o औ=au")
_SIGNS: Final = dict(
    zip(
        "ािीुूृेॆैोॊौ",
        ["a", "i", "ee", "u", "oo", "ri", "e", "e", "ai", "o", "o", "au"],
        strict=True,
    )
)
INDIA: Final = range(0x0900, 0x0D80)
BLOCK: Final = 0x80
LONG_VOWELS: Final = {"و": "u", "ي": "i"}
_ARTICLE: Final = re.compile(r"\bال(?=\w\w)")
_LONG: Final = re.compile(r"(?<=[\u0620-\u06ff])[وي](?=[\u0620-\u06ff])")
ENDINGS: Final = str.maketrans("ൺൻർൽൾੰ", "nnrlln")  # letters that stand in one script alone
VIRAMA, ANUSVARA, NUKTA = "्", "ं", "़"

INHERENT: Final = f"{''.join(CONSONANTS)}{''.join(_VOWELS)}{ANUSVARA}{NUKTA}"
"""What a consonant carries its own `a` before."""

LETTERS: Final = (
    CONSONANTS
    | _VOWELS
    | _SIGNS
    | _ARABIC
    | _CYRILLIC
    | dict.fromkeys((VIRAMA, NUKTA), "")
    | {ANUSVARA: "n"}
)


def to_latin(text: str) -> str:
    """Return the text with letters of India, Arabic and Cyrillic written in Latin ones.

    The Arabic article stands alone; within a word its long vowels are no consonants.
    """
    text = "".join(map(_devanagari, text.lower().translate(ENDINGS)))
    text = _LONG.sub(lambda found: LONG_VOWELS[found[0]], _ARTICLE.sub("al ", text))
    return "".join(
        _spoken(letter, text[place + 1 : place + 2]) for place, letter in enumerate(text)
    )


def _devanagari(letter: str) -> str:
    """Return the Devanagari letter at the place of one of another script of India."""
    code = ord(letter)
    return chr(INDIA.start + (code - INDIA.start) % BLOCK) if code in INDIA else letter


def _spoken(letter: str, after: str) -> str:
    """Return a letter in Latin ones; a consonant carries an `a` unless a sign or end follows."""
    if letter in CONSONANTS:
        bare = after in _SIGNS or after in {VIRAMA, ""} or not (after.isalpha() or after == NUKTA)
        return CONSONANTS[letter] + ("" if bare and after != ANUSVARA else "a")
    return LETTERS.get(letter, letter)
