"""E-mail addresses: split, unwrapped, checked as Django checks them, keyed for comparison.

Dots and plus tags are never folded: `a.b@x` and `ab@x` may be two people. Addresses typed only to
fill a form are kept and marked, because they must not identify anyone.
"""

import ipaddress
import re
import unicodedata
from typing import Final, NamedTuple

from imports.cleaning.result import Issue
from imports.cleaning.text import clean_text

_MAX_LENGTH: Final = 320  # RFC 3696, section 3
_MAX_IPV6_LENGTH: Final = 39
_ATOM: Final = r"[-!#$%&'*+/=?^_`{}|~0-9A-Z]+"
_DEVIATIONS: Final = "ßς"
# beside letters: the hyphen, dots, and the signs IDNA 2008 allows between some letters
_JOINING: Final = "-.\u00b7\u0375\u05f3\u05f4\u30fb\u200c\u200d\u3002\uff0e\uff61"
_LETTERS: Final = "\u00a1-\uffff"

# the usual address: plain ASCII, so neither quoting nor IDNA comes in
_USUAL: Final = re.compile(
    r"[a-z0-9_%+'-]+(?:\.[a-z0-9_%+'-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}",
    re.IGNORECASE | re.ASCII,
)
# the three below are the grammar of django.core.validators.EmailValidator
_LOCAL: Final = re.compile(
    rf"{_ATOM}(?:\.{_ATOM})*"
    r'|"(?:[\001-\010\013\014\016-\037!#-\[\]-\177]|\\[\001-\011\013\014\016-\177])*"',
    re.IGNORECASE,
)
_DOMAIN: Final = re.compile(
    rf"[a-z{_LETTERS}0-9](?:[a-z{_LETTERS}0-9-]{{0,61}}[a-z{_LETTERS}0-9])?"
    rf"(?:\.(?!-)[a-z{_LETTERS}0-9-]{{1,63}}(?<!-))*"
    rf"\.(?!-)(?:[a-z{_LETTERS}-]{{2,63}}|xn--[a-z0-9]{{1,59}})(?<!-)",
    re.IGNORECASE,
)
_LITERAL: Final = re.compile(r"\[([A-F0-9:.]+)\]", re.IGNORECASE)

# what stands before no address is taken too, or each of its letters would be a start of its own
_NAMED: Final = re.compile(r"(?:\"[^\"]*+\"|[^<>\",;\n])*+(?:<([^<>]*+)>)?")
_SEPARATOR: Final = re.compile(r":::|[,;\n]|\s+/\s+|\s+(?=\S+@)")
_LABEL: Final = re.compile(r"(?<!\w)(?:mailto|e-?mail(?: id)?)\s*:\s*", re.IGNORECASE)
_NOTHING: Final = frozenset(
    {"na", "n/a", "n.a.", "n.a", "nil", "none", "no", "-", "--", "null", "x"}
)
_PLACEHOLDER_LOCAL: Final = re.compile(
    r"(?:test(?:ing|mail|user)?|dummy|sample|fake)[0-9]*"
    r"|(?:no|do-?not|dont)[._-]?(?:reply|respond)"
    r"|n\.?a|nil|none|null|no-?(?:e?mail|one|body|id)|not[._-]?(?:available|applicable|provided)"
    r"|unknown|your[._-]?(?:e?mail|name)|abcd?|abcde|xyz|asdf[a-z]*|qwerty|mailer-daemon"
    r"|(?P<letter>.)(?P=letter){2,}"
)
_PLACEHOLDER_DOMAINS: Final = frozenset(
    {"na.com", "test.com", "none.com", "noemail.com", "nomail.com", "no.com", "dummy.com"}
)
_MISSPELT: Final = {
    **dict.fromkeys(
        ["gmial.com", "gmai.com", "gmal.com", "gamil.com", "gnail.com", "gmail.con", "gmail.co"],
        "gmail.com",
    ),
    **dict.fromkeys(["gmail.cm", "gmail.om", "gmail.in", "gmaill.com", "gmil.com"], "gmail.com"),
    **dict.fromkeys(["yaho.com", "yahooo.com", "yahoo.con", "yhaoo.com"], "yahoo.com"),
    **dict.fromkeys(["hotmial.com", "hotmal.com", "hotmail.con", "hotmil.com"], "hotmail.com"),
    **dict.fromkeys(["outlok.com", "outlook.con"], "outlook.com"),
    **dict.fromkeys(["redifmail.com", "rediffmail.con", "reddifmail.com"], "rediffmail.com"),
}


class Email(NamedTuple):
    """One address of a cell.

    `address` has its domain in lower-case ASCII (IDNA) and its local part as typed; `key` has the
    local part case-folded too and is what two addresses are compared by. Both are None when the
    text is no address.
    """

    raw: str
    address: str | None
    key: str | None
    is_placeholder: bool = False
    issues: tuple[Issue, ...] = ()


def clean_emails(raw: str) -> list[Email]:
    """Return the addresses of one cell, each once, in their order; [] for a blank cell."""
    if len(raw) <= _MAX_LENGTH and _USUAL.fullmatch(raw):
        return [_usual(raw)]
    shown = clean_text(raw, multiline=True)
    text = _NAMED.sub(_bare, _LABEL.sub("", shown))
    found: dict[str, Email] = {}
    for part in _SEPARATOR.split(text):
        word = part.strip()
        if word:
            email = _one(word)
            found.setdefault(email.key or email.raw, email)
    if shown and not found:
        return [Email(raw, None, None, issues=(_invalid(shown),))]
    return list(found.values())


def _bare(found: re.Match[str]) -> str:
    """Return the address of `Asha Rao <asha@example.com>`, any other text as it is."""
    return found[0] if found[1] is None else f" {found[1].strip()} "


def is_valid_email(text: str) -> bool:
    """Tell whether Django's EmailValidator would accept the text."""
    local, at, domain = text.rpartition("@")
    if not at or len(text) > _MAX_LENGTH or _LOCAL.fullmatch(local) is None:
        return False
    return domain == "localhost" or _DOMAIN.fullmatch(domain) is not None or _is_literal(domain)


def _is_literal(domain: str) -> bool:
    """Tell whether the domain is an IP address in brackets."""
    literal = _LITERAL.fullmatch(domain)
    if literal is None:
        return False
    try:
        address = ipaddress.ip_address(literal[1])
    except ValueError:
        return False
    return address.version == 4 or len(literal[1]) <= _MAX_IPV6_LENGTH  # noqa: PLR2004 -- IPv4


def _is_lettered(domain: str) -> bool:
    """Tell whether every label holds letters, marks and digits only, as IDNA 2008 has it.

    The older codec encodes a symbol, such as the sign that stands for a NUL byte, and would make
    an address at another domain of it.
    """
    return domain.isascii() or all(
        letter in _JOINING or unicodedata.category(letter)[0] in "LMN" for letter in domain
    )


def _usual(address: str) -> Email:
    """Return an address that the fast pattern has already accepted."""
    local, _, domain = address.partition("@")
    domain = domain.lower()
    if domain.startswith("xn--") or ".xn--" in domain:
        return _one(address)
    return _kept(address, local, domain)


def _one(raw: str) -> Email:
    """Return one address of a split cell."""
    text = raw.partition("?")[0].strip(" \t'\"<>()").rstrip(".,;:")
    if text.lower() in _NOTHING:
        return _placeholder(Email(raw, None, None))
    local, _, domain = text.rpartition("@")
    if is_valid_email(text) and _is_lettered(domain):
        ascii_domain = _to_ascii(domain)
        if ascii_domain is not None:
            return _kept(raw, local, ascii_domain)
    return Email(raw, None, None, issues=(_invalid(text),))


def _to_ascii(domain: str) -> str | None:
    """Return the domain in the form the wire uses, or None when it has none."""
    try:
        return ".".join(_label_to_ascii(label) for label in domain.lower().split("."))
    except UnicodeError:
        return None


def _label_to_ascii(label: str) -> str:
    """Return one label; the codec's IDNA 2003 would turn the letters that IDNA 2008 kept apart."""
    if any(letter in label for letter in _DEVIATIONS):
        return f"xn--{label.encode('punycode').decode('ascii')}"
    return label.encode("idna").decode("ascii")


def _kept(raw: str, local: str, domain: str) -> Email:
    """Return a valid address, marked when it is a placeholder or looks misspelt."""
    folded = local.lower() if local.isascii() else local.casefold()
    email = Email(raw, f"{local}@{domain}", f"{folded}@{domain}")
    if domain in _PLACEHOLDER_DOMAINS or _PLACEHOLDER_LOCAL.fullmatch(folded):
        return _placeholder(email)
    better = _MISSPELT.get(domain)
    if better is not None:
        issue = Issue("domain_misspelt", f"{domain} looks like {better}", f"{local}@{better}")
        return email._replace(issues=(issue,))
    return email


def _placeholder(email: Email) -> Email:
    """Return the address marked as typed only to fill the field."""
    issue = Issue("placeholder", "This address was typed to fill the field and identifies nobody")
    return email._replace(is_placeholder=True, issues=(issue,))


def _invalid(text: str) -> Issue:
    """Return why the text is no address, with the obvious repair if there is one."""
    message = "This is not an e-mail address"
    if len(text) > _MAX_LENGTH:
        return Issue("invalid_email", message)
    squeezed = re.sub(r"\s+|[()\[\]]", "", re.sub(r"\s*[(\[]\s*at\s*[)\]]\s*", "@", text))
    suggestion = squeezed if squeezed != text and is_valid_email(squeezed) else None
    return Issue("invalid_email", message, suggestion)
