"""Words for the people of a country, as sheets of buyers write them, to ISO 3166 codes."""

from typing import Final

from imports.cleaning.countries import country_code
from imports.cleaning.text import fold, unguarded

_PEOPLE: Final = {
    "AE": "emirati|uae national|اماراتي|अमीराती",
    "AU": "australian|australier|australien",
    "BD": "bangladeshi|بنغلاديشي|बांग्लादेशी",
    "BH": "bahraini|بحريني",
    "BR": "brazilian",
    "CA": "canadian|كندي|kanadier|canadien",
    "CH": "swiss|schweizer",
    "CN": "chinese|صيني|चीनी|chinesisch|chinois|chino|китаец",
    "DE": "german|deutsch|deutscher|allemand|aleman|الماني|немец",
    "EG": "egyptian|مصري|agypter|egyptien|egipcio",
    "ES": "spanish|spaniard|spanier|espagnol|espanol|اسباني",
    "FR": "french|francais|franzosisch|franzose|frances|فرنسي|француз",
    "GB": (
        "british|briton|english|scottish|welsh|بريطاني|ब्रिटिश|brite|britisch|britannique"
        "|britanico|британец"
    ),
    "GR": "greek",
    "ID": "indonesian",
    "IE": "irish",
    "IL": "israeli",
    "IN": "indian|هندي|भारतीय|हिंदुस्तानी|inder|indisch|indien|indio|индиец",
    "IQ": "iraqi|عراقي",
    "IR": "iranian|ايراني|iranien|iraner",
    "IT": "italian|italiener|italienisch|italien|italiano|ايطالي",
    "JO": "jordanian|اردني",
    "JP": "japanese",
    "KE": "kenyan",
    "KW": "kuwaiti|كويتي",
    "KZ": "kazakh|казах",
    "LB": "lebanese|لبناني|libanais|libanese",
    "LK": "sri lankan|سريلانكي",
    "MA": "moroccan|مغربي|marocain",
    "MU": "mauritian",
    "MY": "malaysian",
    "NG": "nigerian|نيجيري",
    "NL": "dutch|niederlander|neerlandais",
    "NP": "nepali|nepalese|نيبالي|नेपाली",
    "NZ": "new zealander",
    "OM": "omani|عماني",
    "PH": "filipino|filipina|philippine|فلبيني",
    "PK": "pakistani|باكستاني|पाकिस्तानी|pakistaner|pakistanais",
    "PL": "polish|pole|polnisch|polonais",
    "PT": "portuguese|portugiese|portugais",
    "QA": "qatari|قطري",
    "RU": "russian|روسي|русский|россиянин|russe|russisch",
    "SA": "saudi|saudi arabian|سعودي",
    "SE": "swedish",
    "SG": "singaporean",
    "SY": "syrian|سوري",
    "TR": "turkish|تركي|turke|turkisch|turc|turco",
    "UA": "ukrainian|украинец",
    "US": (
        "american|us citizen|امريكي|अमेरिकी|amerikaner|amerikanisch|americain"
        "|estadounidense|американец"
    ),
    "UZ": "uzbek",
    "ZA": "south african",
}
_BY_WORD: Final = {fold(word): code for code, words in _PEOPLE.items() for word in words.split("|")}
# what makes a word that of a woman, and what Arabic puts before it
_ENDINGS: Final = ("ة", "ne", "in", "e")
_ARTICLE: Final = "ال"


def nationality_code(text: str) -> str | None:
    """Return the two-letter code of a nationality, written as a people or a country; else None."""
    word = fold(unguarded(text)).strip(" .")
    return _BY_WORD.get(word) or country_code(text) or _inflected(word)


def _inflected(word: str) -> str | None:
    """Read `indienne` as `indien` and `الهندية` as `هندي`."""
    bare = word.removeprefix(_ARTICLE)
    stems = (bare, *(bare.removesuffix(end) for end in _ENDINGS if bare.endswith(end)))
    return next((_BY_WORD[stem] for stem in stems if stem in _BY_WORD), None)
