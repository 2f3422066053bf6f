"""Words of names: what precedes them, what they are short for, how else they are spelt."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final

ARTIFACTS: Final = Path(__file__).parent / "artifacts"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


HONORIFICS: Final = _words(
    "mr mrs ms miss mx master dr prof professor sir dame madam lord lady rev reverend fr father "
    "hon honourable capt captain col colonel major maj lt gen general brig brigadier cmdr adv "
    "advocate ca er eng engr ar cs justice shri shree sri smt shrimati srimati kumari km sushri "
    "pandit pt swami late sheikh sheikha shaikh shaykh sayed syed sayyid haji hajji hajj alhaj "
    "janab maulana ustad sardar sardarni begum sahib saheb ji"
)
"""Titles before a name. Some are names too; a name is never emptied of its last word."""

STYLES: Final = _words(
    "1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th 11th 12th 13th 14th 15th 16th 17th 18th baronet "
    "earl duke duchess count countess viscount viscountess baron baroness marquess marquis "
    "marchioness bart bt kt kcb gcb obe mbe cbe phd md esq jr sr jnr snr junior senior ii iii iv "
    "younger elder"
)
"""Ranks and suffixes behind a name; `of` and what follows it goes with them."""

PARTICLES: Final = _words(
    "al el bin ibn bint binti ben abu ul ur de da do dos del della di du la le van von der den"
)

VARIANTS: Final = {
    word: group.split()[0]
    for group in (
        "mohamad mhmd mohammad mohammed mohamed muhammad muhammed muhamad mohd md mohmd mehmed",
        "ahmad ahmd ahmed ahmet ahamed ahmmed",
        "abdala abdullah abdulla abdallah abdulah",
        "abdulrahman abdurrahman abdurahman abdelrahman abdulrehman",
        "husain hsyn hussain hussein hossain hosein husein husayn hossein",
        "hasan hsn hassan hasen",
        "yusuf ywsf yousuf yousef yusef youssef yosef yousaf yusof",
        "ibrahim abrahym ebrahim ibraheem",
        "ismail ismael ishmael esmail",
        "umar omar omer umer",
        "usman osman othman uthman",
        "khalid khaled khalit",
        "rashid rasheed rashed",
        "said saeed sayeed saied saed",
        "aisha ayesha aesha aysha aicha ayisha",
        "fatima fathima fatma fatema fatimah fathimah",
        "khadija khadeeja khadijah",
        "mariam maryam miriam meryem",
        "zainab zaynab zeinab zeenab",
        "jamal gamal jemal",
        "qasim kasim qassim kassim",
        "sulaiman suleiman soliman suleman solaiman",
        "mustafa mostafa moustafa mustapha",
        "choudhary chaudhary chaudhari chowdhury choudhury chaudhry chaudhuri chowdhary",
        "banerji banerjee bandyopadhyay",
        "mukherji mukherjee mukhopadhyay mookerjee",
        "chatterji chatterjee chattopadhyay",
        "aggarwal agarwal agrawal aggrawal agarwala",
        "shrivastava srivastava srivastav shrivastav srivastva",
        "iyer aiyer ayyar iyyer",
        "nair nayar naire",
        "reddy reddi redy",
        "gaur gour gaud gowda gauda",
        "lakshmi laxmi lakshmy luxmi",
        "krishna krishnan krisna krushna",
        "sinh singh sing",
        "thakur tagore thakor",
        "vishvanath viswanath vishwanath",
        "catherine katherine kathryn catharine katharine",
        "stephen steven stefan stephan steffen",
        "philip phillip filip",
        "jeffrey geoffrey geoff jeff",
        "sara sarah",
        "ann anne anna",
        "meyer maier mayer meier mayr",
        "schmidt schmitt schmid",
        "smith smyth smythe",
    )
    for word in group.split()
}
"""A spelling of a name to its usual one."""


def _grouped(groups: Iterable[str]) -> dict[str, frozenset[int]]:
    """Return the numbers of the groups each word stands in."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for number, group in enumerate(groups):
        for word in group.split():
            found[word].add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


NICKNAMES: Final = _grouped((ARTIFACTS / "nicknames.txt").read_text(encoding="utf-8").splitlines())
"""A given name to the numbers of the groups it is called in."""

GIVEN_NAMES: Final = _words((ARTIFACTS / "given_names.txt").read_text(encoding="utf-8"))
"""Common given names. Two of them are two people's however much their letters agree."""

CITIES: Final = {
    word: city
    for city, words in {
        "bengaluru": "bangalore bengalooru blr banglore",
        "mumbai": "bombay mumbai_suburban mum navi_mumbai_area greater_mumbai mumbai_city",
        "chennai": "madras",
        "kolkata": "calcutta cal",
        "delhi": "new_delhi delhi_ncr ndls dilli south_delhi",
        "gurugram": "gurgaon ggn",
        "pune": "poona",
        "kochi": "cochin ernakulam",
        "thiruvananthapuram": "trivandrum",
        "vadodara": "baroda",
        "ahmedabad": "amdavad ahemdabad",
        "hyderabad": "hyd secunderabad",
        "visakhapatnam": "vizag vishakhapatnam",
        "mysuru": "mysore",
        "puducherry": "pondicherry",
        "prayagraj": "allahabad",
        "varanasi": "banaras benares",
        "noida": "gautam_buddh_nagar greater_noida",
        "mangaluru": "mangalore",
        "kozhikode": "calicut",
        "thane": "thana",
        "dubai": "dxb dubayy",
        "abu dhabi": "abudhabi auh",
    }.items()
    for word in words.split()
}
"""Other names of a city (spaces as underscores) to its present one."""

_NEEDLESS: Final = _words("apartment apt flat unit no house near opp")
_SHORTENED: Final = _words(
    "street=st road=rd avenue=ave av=ave lane=ln drive=dr court=ct place=pl "
    "boulevard=blvd highway=hwy circuit=cct crescent=cres close=cl north=n south=s "
    "east=e west=w northwest=nw southwest=sw northeast=ne southeast=se apartments=apts "
    "building=bldg society=soc nagar=ngr sector=sec "
)
STREET_WORDS: Final = dict.fromkeys(_NEEDLESS, "") | dict(pair.split("=") for pair in _SHORTENED)
"""Words of an address to their short form, or to nothing."""

GENERIC_LOCALS: Final = _words(
    "info sales contact admin office mail enquiry enquiries support hello hr accounts test"
)
"""Parts before the @ that name no person."""

PLACEHOLDER_LOCALS: Final = _words("test na none nil no noemail nomail dummy unknown abc xyz")
"""Parts before the @ that stand where no address was given."""
