"""Country names as sheets write them, to ISO 3166 two-letter codes.

The names are CLDR's in English, German, French, Spanish and Arabic (as phonenumbers ships them),
folded, plus the short forms, cities and three-letter codes people type. Other languages are looked
up where these do not tell. Names that belong to two countries are left out.
"""

import re
from functools import lru_cache
from typing import Final

from imports.cleaning.country_languages import named
from imports.cleaning.text import fold, unguarded

_NAMES: Final = {
    "AD": "andorra|andorre",
    "AE": (
        "united arab emirates|vereinigte arabische emirate|emirats arabes unis"
        "|emiratos arabes unidos|الامارات|uae|vae|eau|emirats|emirates"
        "|dubai|abu dhabi|sharjah|ajman"
        "|ras al khaimah|fujairah|u a e|are"
    ),
    "AF": "afghanistan|afganistan",
    "AG": "antigua and barbuda|antigua und barbuda|antigua et barbuda|antigua y barbuda",
    "AI": "anguilla|anguila",
    "AL": "albania|albanien|albanie",
    "AM": "armenia|armenien|armenie",
    "AO": "angola",
    "AR": "argentina|argentinien|argentine",
    "AS": "american samoa|amerikanisch samoa|samoa americaines|samoa americana",
    "AT": "austria|osterreich|autriche|aut",
    "AU": "australia|australien|australie|aus",
    "AW": "aruba",
    "AX": "aland islands|aaland inseln|iles aland|islas aland",
    "AZ": "azerbaijan|aserbaidschan|azerbaidjan|azerbaiyan",
    "BA": "bosnia and herzegovina|bosnien und herzegowina|bosnie herzegovine|bosnia y hercegovina",
    "BB": "barbados|barbade",
    "BD": "bangladesh|bangladesch|bgd",
    "BE": "belgium|belgien|belgique|belgica|bel",
    "BF": "burkina faso",
    "BG": "bulgaria|bulgarien|bulgarie",
    "BH": "bahrain|bahrein|البحرين|bhr",
    "BI": "burundi",
    "BJ": "benin",
    "BL": "saint barthelemy|san bartolome",
    "BM": "bermuda|bermudes|bermudas",
    "BN": "brunei",
    "BO": "bolivia|bolivien|bolivie",
    "BQ": (
        "bonaire sint eustatius and saba|bonaire sint eustatius und saba"
        "|bonaire saint eustache et saba|bonaire san eustaquio y saba"
    ),
    "BR": "brazil|brasilien|bresil|brasil|bra",
    "BS": "bahamas",
    "BT": "bhutan|bhoutan|butan",
    "BW": "botswana|botsuana",
    "BY": "belarus|bielo russie|bielorrusia",
    "BZ": "belize|belice",
    "CA": "canada|kanada|can",
    "CC": "cocos islands|kokos inseln|iles cocos|islas cocos",
    "CD": (
        "the democratic republic of congo|demokratische republik kongo"
        "|republique democratique du congo|republica democratica del congo|drc|dr congo"
    ),
    "CF": (
        "central african republic|zentralafrikanische republik"
        "|republique centre africaine|republica centroafricana"
    ),
    "CG": "congo|kongo",
    "CH": "switzerland|schweiz|suisse|suiza|che",
    "CI": "cote d ivoire|elfenbeinkuste|costa de marfil|ivory coast",
    "CK": "cook islands|cook inseln|iles cook|islas cook",
    "CL": "chile|chili",
    "CM": "cameroon|kamerun|cameroun|camerun",
    "CN": "china|chine|prc|peoples republic of china|chn",
    "CO": "colombia|kolumbien|colombie",
    "CR": "costa rica",
    "CU": "cuba|kuba",
    "CV": "cape verde|kap verde|cap vert|cabo verde",
    "CW": "curacao",
    "CX": "christmas island|weihnachtsinsel|ile christmas|isla christmas",
    "CY": "cyprus|zypern|chypre|chipre",
    "CZ": "czech republic|tschechische republik|republique tcheque|chequia|czechia",
    "DE": "germany|deutschland|allemagne|alemania|deu",
    "DJ": "djibouti|dschibuti|yibuti",
    "DK": "denmark|danemark|dinamarca|dnk",
    "DM": "dominica|dominique",
    "DO": "dominican republic|dominikanische republik|republique dominicaine|republica dominicana",
    "DZ": "algeria|algerien|algerie|argelia|الجزاير",
    "EC": "ecuador|equateur",
    "EE": "estonia|estland|estonie",
    "EG": "egypt|agypten|egypte|egipto|مصر|egy",
    "EH": "western sahara|westsahara|sahara occidental",
    "ER": "eritrea|erythree",
    "ES": "spain|spanien|espagne|espana|esp",
    "ET": "ethiopia|athiopien|ethiopie|etiopia",
    "FI": "finland|finnland|finlande|finlandia|fin",
    "FJ": "fiji|fidschi|fidji|fiyi",
    "FK": "falkland islands|falkland inseln|iles malouines|islas malvinas",
    "FM": "micronesia|mikronesien|micronesie",
    "FO": "faroe islands|faroer inseln|iles feroe|islas feroe",
    "FR": "france|frankreich|francia|fra",
    "GA": "gabon|gabun",
    "GB": (
        "united kingdom|vereinigtes konigreich|royaume uni|reino unido|uk|england"
        "|scotland|wales|britain|great britain|northern ireland|u k|بريطانيا"
        "|united kingdom of great britain and northern ireland|gbr"
    ),
    "GD": "grenada|grenade|granada",
    "GE": "georgia|georgien|georgie",
    "GF": "french guiana|franzosisch guayana|guyane francaise|guayana francesa",
    "GG": "guernsey|guernesey",
    "GH": "ghana",
    "GI": "gibraltar",
    "GL": "greenland|gronland|groenland|groenlandia",
    "GM": "gambia|gambie",
    "GN": "guinea|guinee",
    "GP": "guadeloupe|guadalupe",
    "GQ": "equatorial guinea|aquatorial guinea|guinee equatoriale|guinea ecuatorial",
    "GR": "greece|griechenland|grece|grecia|grc",
    "GT": "guatemala",
    "GU": "guam",
    "GW": "guinea bissau|guinee bissau",
    "GY": "guyana",
    "HK": "hong kong|hongkong|hkg",
    "HN": "honduras",
    "HR": "croatia|kroatien|croatie|croacia",
    "HT": "haiti",
    "HU": "hungary|ungarn|hongrie|hungria",
    "ID": "indonesia|indonesien|indonesie|idn",
    "IE": "ireland|irland|irlande|irlanda|irl",
    "IL": "israel|isr",
    "IM": "isle of man|ile de man|isla de man",
    "IN": "india|indien|inde|bharat|hindustan|republic of india|भारत|ind",
    "IO": (
        "british indian ocean territory|britische territorien im indischen ozean"
        "|territoires britanniques de l ocean indien"
        "|territorio britanico del oceano indico"
    ),
    "IQ": "iraq|irak|العراق|irq",
    "IR": "iran|irn",
    "IS": "iceland|island|islande|islandia",
    "IT": "italy|italien|italie|italia|ita",
    "JE": "jersey",
    "JM": "jamaica|jamaika|jamaique",
    "JO": "jordan|jordanien|jordanie|jordania|الاردن|jor",
    "JP": "japan|japon|jpn",
    "KE": "kenya|kenia|ken",
    "KG": "kyrgyzstan|kirgistan|kirguizistan",
    "KH": "cambodia|kambodscha|cambodge|camboya",
    "KI": "kiribati",
    "KM": "comoros|komoren|comores",
    "KN": (
        "saint kitts and nevis|saint kitts und nevis|saint christophe et nieves"
        "|san cristobal y nieves"
    ),
    "KP": "north korea|nordkorea|coree du nord|corea del norte|dprk",
    "KR": "south korea|sudkorea|coree du sud|corea del sur|korea|republic of korea|korea south|kor",
    "KW": "kuwait|koweit|الكويت|kwt",
    "KY": "cayman islands|kaiman inseln|iles caimans|islas caiman",
    "KZ": "kazakhstan|kasachstan|kazajstan",
    "LA": "laos",
    "LB": "lebanon|libanon|liban|libano|لبنان|lbn",
    "LC": "saint lucia|st lucia|sainte lucie|santa lucia",
    "LI": "liechtenstein",
    "LK": "sri lanka|lka",
    "LR": "liberia",
    "LS": "lesotho|lesoto",
    "LT": "lithuania|litauen|lithuanie|lituania",
    "LU": "luxembourg|luxemburg|luxemburgo",
    "LV": "latvia|lettland|lettonie|letonia",
    "LY": "libya|libyen|libye|libia|ليبيا",
    "MA": "morocco|marokko|maroc|marruecos|المغرب",
    "MC": "monaco",
    "MD": "moldova|moldau|moldavie|moldavia",
    "ME": "montenegro",
    "MF": "saint martin|st martin|san martin",
    "MG": "madagascar|madagaskar",
    "MH": "marshall islands|marshall inseln|iles marshall|islas marshall",
    "MK": "macedonia|mazedonien|macedoine",
    "ML": "mali",
    "MM": "myanmar|burma",
    "MN": "mongolia|mongolei|mongolie",
    "MO": "macao|macau",
    "MP": (
        "northern mariana islands|nordliche mariannen inseln|iles mariannes du nord"
        "|islas marianas del norte"
    ),
    "MQ": "martinique|martinica",
    "MR": "mauritania|mauretanien|mauritanie",
    "MS": "montserrat",
    "MT": "malta|malte",
    "MU": "mauritius|maurice|mauricio|mus",
    "MV": "maldives|maldiven|maldivas",
    "MW": "malawi|malaui",
    "MX": "mexico|mexiko|mexique|mex",
    "MY": "malaysia|malaisie|malasia|mys",
    "MZ": "mozambique|mosambik",
    "NA": "namibia|namibie",
    "NC": "new caledonia|neukaledonien|nouvelle caledonie|nueva caledonia",
    "NE": "niger",
    "NF": "norfolk island|norfolk insel|ile norfolk|isla norfolk",
    "NG": "nigeria|nga",
    "NI": "nicaragua",
    "NL": "netherlands|niederlande|pays bas|holanda|holland|the netherlands|nld",
    "NO": "norway|norwegen|norvege|noruega|nor",
    "NP": "nepal|npl",
    "NR": "nauru",
    "NU": "niue",
    "NZ": "new zealand|neuseeland|nouvelle zelande|nueva zelanda|nzl",
    "OM": "oman|سلطنة عمان|omn",
    "PA": "panama",
    "PE": "peru|perou",
    "PF": "french polynesia|franzosisch polynesien|polynesie francaise|polinesia francesa",
    "PG": "papua new guinea|papua neuguinea|papouasie nouvelle guinee",
    "PH": "philippines|philippinen|filipinas|phl",
    "PK": "pakistan|paquistan|pak",
    "PL": "poland|polen|pologne|polonia|pol",
    "PM": (
        "saint pierre and miquelon|st pierre und miquelon|saint pierre et miquelon"
        "|san pedro y miquelon"
    ),
    "PR": "puerto rico|porto rico",
    "PS": "palestine|palastina|palestina",
    "PT": "portugal|prt",
    "PW": "palau|belau|palaos",
    "PY": "paraguay",
    "QA": "qatar|katar|قطر|qat",
    "RE": "reunion|la reunion",
    "RO": "romania|rumanien|roumanie|rumania",
    "RS": "serbia|serbien|serbie",
    "RU": "russia|russland|russie|rusia|russian federation|rus",
    "RW": "rwanda|ruanda",
    "SA": (
        "saudi arabia|saudi arabien|arabie saoudite|arabia saudita|السعودية|ksa|saudi"
        "|kingdom of saudi arabia|k s a|sau"
    ),
    "SB": "solomon islands|solomon inseln|iles salomon|islas salomon",
    "SC": "seychelles|seychellen",
    "SD": "sudan|soudan|السودان",
    "SE": "sweden|schweden|suede|suecia|swe",
    "SG": "singapore|singapur|singapour|sgp",
    "SH": "saint helena|st helena|sainte helene|santa helena",
    "SI": "slovenia|slowenien|slovenie|eslovenia",
    "SJ": (
        "svalbard and jan mayen|svalbard und jan mayen|svalbard et jan mayen|svalbard y jan mayen"
    ),
    "SK": "slovakia|slowakei|slovaquie|eslovaquia",
    "SL": "sierra leone|sierra leona",
    "SM": "san marino|saint marin",
    "SN": "senegal",
    "SO": "somalia|somalie",
    "SR": "suriname|surinam",
    "SS": "south sudan|sudsudan|sud soudan|sudan del sur",
    "ST": "sao tome and principe|sao tome und principe|sao tome et principe|santo tome y principe",
    "SV": "el salvador",
    "SX": (
        "sint maarten dutch part|sint maarten niederlandischer teil"
        "|saint martin partie neerlandaise|san martin region holandesa"
    ),
    "SY": "syria|syrien|syrie|siria|سوريا",
    "SZ": "swaziland|swasiland|suazilandia",
    "TC": (
        "turks and caicos islands|turks und caicos inseln|iles turks et caicos"
        "|islas turcas y caicos"
    ),
    "TD": "chad|tschad|tchad",
    "TG": "togo",
    "TH": "thailand|thailande|tailandia|tha",
    "TJ": "tajikistan|tadschikistan|tadjikistan|tayikistan",
    "TK": "tokelau",
    "TL": "timor leste|timor oriental",
    "TM": "turkmenistan",
    "TN": "tunisia|tunesien|tunisie|tunez|تونس",
    "TO": "tonga",
    "TR": "turkey|turkei|turquie|turquia|turkiye|tur",
    "TT": "trinidad and tobago|trinidad und tobago|trinite et tobago|trinidad y tobago",
    "TV": "tuvalu",
    "TW": "taiwan",
    "TZ": "tanzania|tansania|tanzanie",
    "UA": "ukraine|ucrania|ukr",
    "UG": "uganda|ouganda",
    "US": (
        "united states|vereinigte staaten von amerika|etats unis|estados unidos|usa"
        "|america|united states of america|u s a|u s|the united states|ee uu|eeuu|امريكا"
        "|etats unis d amerique|eeuu"
    ),
    "UY": "uruguay",
    "UZ": "uzbekistan|usbekistan|ouzbekistan",
    "VA": "vatican|vatikanstadt|ciudad del vaticano",
    "VC": (
        "saint vincent and the grenadines|st vincent und die grenadinen"
        "|saint vincent et les grenadines|san vicente y las granadinas"
    ),
    "VE": "venezuela",
    "VG": (
        "british virgin islands|britische jungferninseln|iles vierges britanniques"
        "|islas virgenes britanicas"
    ),
    "VI": (
        "u s virgin islands|amerikanische jungferninseln|iles vierges americaines"
        "|islas virgenes americanas"
    ),
    "VN": "vietnam|viet nam|vnm",
    "VU": "vanuatu",
    "WF": "wallis and futuna|wallis und futuna|wallis et futuna|wallis y futuna",
    "WS": "samoa",
    "YE": "yemen|jemen|اليمن",
    "YT": "mayotte",
    "ZA": "south africa|sudafrika|afrique du sud|sudafrica|zaf",
    "ZM": "zambia|sambia|zambie",
    "ZW": "zimbabwe|simbabwe|zimbabue",
}
_PUNCTUATION: Final = re.compile(r"[\s.,()'&/-]+")
_LONGEST: Final = 60  # letters of a name; longer is a sentence
_BY_NAME: Final = {
    **{name: region for region, names in _NAMES.items() for name in names.split("|")},
    **{region.lower(): region for region in _NAMES},
    "uk": "GB",
}


@lru_cache(maxsize=4096)
def country_code(text: str) -> str | None:
    """Return the two-letter code of a country written by name, alias or code; None if unknown."""
    words = _spelled(text)
    return _BY_NAME.get(words) or _elsewhere(words)


def _spelled(text: str) -> str:
    return _PUNCTUATION.sub(" ", fold(unguarded(text)).replace("&", " and ")).strip()


def _elsewhere(words: str) -> str | None:
    """Look a name up in the languages that write with its letters."""
    code = named(words, _spelled) if len(words) <= _LONGEST else None
    return code if code in _NAMES else None
