"""Words for the people of a country, as sheets of buyers write them, to ISO 3166 codes."""

from typing import Final

from imports.cleaning.countries import country_code
from imports.cleaning.text import fold, unguarded

_PEOPLE: Final = {
    "AE": "emirati|uae national",
    "AU": "australian",
    "BD": "bangladeshi",
    "BH": "bahraini",
    "BR": "brazilian",
    "CA": "canadian",
    "CH": "swiss",
    "CN": "chinese",
    "DE": "german",
    "EG": "egyptian",
    "ES": "spanish|spaniard",
    "FR": "french",
    "GB": "british|briton|english|scottish|welsh",
    "GR": "greek",
    "ID": "indonesian",
    "IE": "irish",
    "IL": "israeli",
    "IN": "indian",
    "IQ": "iraqi",
    "IR": "iranian",
    "IT": "italian",
    "JO": "jordanian",
    "JP": "japanese",
    "KE": "kenyan",
    "KW": "kuwaiti",
    "KZ": "kazakh",
    "LB": "lebanese",
    "LK": "sri lankan",
    "MA": "moroccan",
    "MU": "mauritian",
    "MY": "malaysian",
    "NG": "nigerian",
    "NL": "dutch",
    "NP": "nepali|nepalese",
    "NZ": "new zealander",
    "OM": "omani",
    "PH": "filipino|filipina|philippine",
    "PK": "pakistani",
    "PL": "polish",
    "PT": "portuguese",
    "QA": "qatari",
    "RU": "russian",
    "SA": "saudi|saudi arabian",
    "SE": "swedish",
    "SG": "singaporean",
    "SY": "syrian",
    "TR": "turkish",
    "UA": "ukrainian",
    "US": "american|us citizen",
    "UZ": "uzbek",
    "ZA": "south african",
}
_BY_WORD: Final = {word: code for code, words in _PEOPLE.items() for word in words.split("|")}


def nationality_code(text: str) -> str | None:
    """Return the two-letter code of a nationality, written as a people or a country; else None."""
    return _BY_WORD.get(fold(unguarded(text)).strip(" .")) or country_code(text)
