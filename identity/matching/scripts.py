"""Devanagari and Arabic letters to Latin ones, well enough to compare names."""

from typing import Final


def _table(text: str) -> dict[str, str]:
    """Return the letters of `x=ks y=i`; a letter before a lone `=` is silent."""
    return dict(pair.split("=") for pair in text.split())


_ARABIC: Final = _table(
    "\u0627=a ب=b ت=t ث=th ج=j ح=h خ=kh د=d ذ=dh ر=r ز=z س=s ش=sh ص=s ض=d ط=t ظ=z ع=a غ=gh "
    "ف=f ق=q ك=k ل=l م=m ن=n \u0647=h و=w ي=y ء= آ=a أ=a إ=i ى=a ة=a ئ=y ؤ=w پ=p چ=ch گ=g ک=k ی=y"
)
_CONSONANTS: Final = _table(
    "क=k ख=kh ग=g घ=gh ङ=n "
    "च=ch छ=chh ज=j झ=jh ञ=n ट=t ठ=th ड=d ढ=dh ण=n त=t थ=th द=d ध=dh "
    "न=n प=p फ=ph ब=b भ=bh म=m य=y र=r ल=l व=v श=sh ष=sh स=s ह=h ळ=l"
)
_VOWELS: Final = _table("अ=a आ=aa इ=i ई=ee उ=u ऊ=oo ऋ=ri ए=e ऐ=ai ओ=o औ=au")
_SIGNS: Final = dict(
    zip("ािीुूृेैोौ", ["a", "i", "ee", "u", "oo", "ri", "e", "ai", "o", "au"], strict=True)
)
_VIRAMA, _ANUSVARA, _NUKTA = "्", "ं", "़"


def to_latin(text: str) -> str:
    """Return the text with Devanagari and Arabic letters written in Latin ones."""
    return "".join(
        _spoken(letter, text[place + 1 : place + 2]) for place, letter in enumerate(text)
    )


def _spoken(letter: str, after: str) -> str:
    """Return a letter in Latin ones; a consonant carries an `a` unless a sign or end follows."""
    if letter in _CONSONANTS:
        bare = after in _SIGNS or after in {_VIRAMA, ""} or not (after.isalpha() or after == _NUKTA)
        return _CONSONANTS[letter] + ("" if bare and after != _ANUSVARA else "a")
    if letter in (_VIRAMA, _NUKTA):
        return ""
    if letter == _ANUSVARA:
        return "n"
    return _VOWELS.get(letter) or _SIGNS.get(letter) or _ARABIC.get(letter, letter)
