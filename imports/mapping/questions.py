"""Reading questions of forms: what they ask for shows in a few words, wherever these stand."""

from collections.abc import Iterator
from typing import Final

from imports.mapping.fields import UNMAPPED, Entity
from imports.mapping.headers import normalise
from imports.mapping.lexicon import Readings, resolve

_SHORTEST: Final = 4  # words; fewer are the name of a column
_ASKED: Final = 0.7
_UNKEPT: Final = 0.8


_ASKING: Final = frozenset(
    normalise(
        """what which who whom whose where when why how do does did are is can could would will have
        you your we us our please if tell mention"""
    ).split()
)
# A field, and groups of words; the question holds one of each. The first line that fits counts.
_TEXT: Final = """
phone | where which what | call reach ring contact | number you
full_name | what | call | you should
full_name | who whom | meet met spoke speak talk speaking visit visited this
unmapped | when soon time timeline timeframe | buy buying purchase move plan planning call
unmapped | loan mortgage finance financing funded
unmapped | many | people person family member guest adult
unmapped | have already ever | visited broker agent seen shortlisted owned
contact.referred_by | friend someone who person anyone | referred sent recommended refer introduced
contact.referred_by | friend someone who person anyone | recommend referring
contact.referred_by | name | friend referrer | referred sent recommended us
lead_source | how | came come got | know hear
lead_source | who | told tell informed mentioned | us project
lead_source | how where | hear heard know find found discover learn | us project event about
contact.purpose | use live living stay | investment invest rent investing
contact.purpose | investor investment rent letting | end self own live living personal myself
contact.purpose | why | buy buying looking need want | you
contact.purpose | buying buy purchase property home need looking | investment invest | or for
contact.purpose | buy buying | or | rent renting lease sell
contact.area_size | carpet area size big large | area sqft size built home feet | need require want
contact.area_size | carpet sqft | area size | looking prefer preferred required
contact.location_preference | locality location area neighborhood | prefer preferred interested
contact.location_preference | locality location area neighborhood | looking want buy consider like
contact.location_preference | community sector zone part | prefer preferred interested interest want
contact.location_preference | community sector zone part | looking
contact.location_preference | where | buy looking invest purchase | property home house want like
contact.budget | budget spend afford invest price | what how your much range
contact.unit_config | bhk bedroom configuration | how which what many need looking prefer
contact.property_type | type kind | property home house unit | which what looking interested prefer
contact.property_interest | project | which what | interested visit like looking prefer
contact.property_interest | what | looking | for
contact.property_interest | which what | residence tower building home | eye caught like love
company | company firm organization business | represent run own from | you
company | where which | work working employed | you
company | company organization employer | you your | work working name
job_title | what | he she they | do does
job_title | what | living work profession occupation designation | do your
city | city town where | live living based reside residing located stay | you
country | country | live living based reside residing located | you
nationality | nationality citizenship passport | your what hold
whatsapp | whatsapp | number mobile phone | your you
phone | number mobile phone | reach call contact your
email | where | send mail
email | email | your you us we
full_name | your | name | full what
notes | what how | discuss talk help | like want your we you
notes | anything something else | else tell add share know us note
"""


def _lines(text: str) -> Iterator[tuple[str, list[frozenset[str]]]]:
    for line in text.strip().splitlines():
        concept, *groups = line.split(" | ")
        yield concept, [frozenset(normalise(group).split()) for group in groups]


_QUESTIONS: Final = tuple(_lines(_TEXT))
# The same of Hindi in Latin letters, as brokers write it: two words are a question there.
_HINDI_ASKING: Final = frozenset(
    normalise(
        """kahan kaha kahaan kidhar kaun kon kaunsa kaunsi konsa konsi kis kiska kiski kiske kisko
        kisne kisliye kab kitna kitne kitni kaise kaisa kya kyon kyun kyu"""
    ).split()
)
_HINDI_TEXT: Final = """
contact.purpose | kisliye kyon kyun kyu
contact.next_followup_at | kab | phir agla agli dobara wapas call phone milna baat
contact.referred_by | kis | aaya aaye aayi mila
created_at | kab | aaye aaya aayi joda juda jude join bana mila
lead_source | kaise kahan kaha kahaan kidhar | pata suna jana mila maloom
contact.referred_by | kisne kiske | bheja bataya refer recommend zariye dwara through
owner | kisne kaun kon kisko | attend dekha dekhega handle liya kiya baat mila call diya assign
owner | kiske kiski | under paas neeche niche team
account.employee_count | kitna kitne kitni | team log staff aadmi karmchari member
contact.budget | kitna kitne kitni kya | budget bajat paisa paise rupaye kharch kimat keemat daam
contact.area_size | kitna kitne kitni | bada badi bade size area sqft
contact.unit_config | kitna kitne kya kaunsa konsa | bhk kamre kamra bedroom
company | kahan kaha kahaan | kaam naukri job
job_title | kya | kaam dhanda dhandha karte karta
contact.property_interest | kis kaunsa konsa kaunsi konsi kya | project building society tower dekha
contact.location_preference | kahan kaha kidhar kaunsa konsa kis | chahiye lena ilaka jagah area
city | kahan kaha kahaan kidhar | rehte rahte rehna rahna ghar niwas aaye
phone | kis kaunsa konsa kya | number mobile phone
full_name | kya | naam nam
"""
_HINDI: Final = tuple(_lines(_HINDI_TEXT))
_OF_OTHERS: Final = frozenset(
    {"spouse", "wife", "husband", "father", "mother", "company", "organization", "employer"}
)


def question(phrase: str, entity: Entity) -> Readings:
    """Read a question of a form by the words that show what it asks for."""
    words = set(phrase.split())
    if words & _HINDI_ASKING:
        return _wanted(words, _HINDI, entity)
    if len(phrase.split()) < _SHORTEST or not words & _ASKING:
        return {}
    return _wanted(words, _QUESTIONS, entity)


def _wanted(
    words: set[str], lines: tuple[tuple[str, list[frozenset[str]]], ...], entity: Entity
) -> Readings:
    for concept, cues in lines:
        if all(words & cue for cue in cues) and not (concept == "full_name" and words & _OF_OTHERS):
            target = concept if concept == UNMAPPED else resolve(concept, entity)[0]
            return {target: _UNKEPT if target == UNMAPPED else _ASKED}
    return {}
