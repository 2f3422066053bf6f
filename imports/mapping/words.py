"""Words that mean the same inside any header: abbreviations, ordinals, kinds and subjects.

All are folded like the headers they are compared with.
"""

import re
from typing import Final

from imports.mapping.fields import Entity
from imports.mapping.folding import word_set


def _by_word[Meaning: str](groups: dict[Meaning, str]) -> dict[str, Meaning]:
    return {word: meaning for meaning, words in groups.items() for word in word_set(words)}


# Spellings folded into one. Applied to the lexicon and to headers alike.
CANONICAL: Final = _by_word(
    {
        "phone": "telephone tel ph phn phne tele tlf tfno phones telephones",
        "mobile": "mob mobl mobil cell cellphone cellular handphone mobiles mobilephone mbl moblie",
        "number": "no nr num nbr nos numb nmbr nmber",
        "email": "emails emailid emial emai emil eml",
        "address": "addr adr adress adres addresss addrs",
        "organization": "org organisation organizations organisations",
        "enquiry": "inquiry enquiries inquiries enq inq enquire",
        "enquired": "inquired",
        "enquirer": "inquirer",
        "date": "dt dates",
        "description": "desc descr",
        "amount": "amt",
        "occupation": "occup occu occp ocptn occpn",
        "quantity": "qty",
        "department": "dept",
        "manager": "mgr mngr",
        "account": "acct acc",
        "customer": "cust custmer",
        "preferred": "desired wished pref prefered preference preferences prefer prefers preferr",
        "property": "prop properties propery",
        "source": "src srce",
        "name": "nm nme",
        "code": "cd cde",
        "status": "sts stts",
        "line": "ln lne",
        "city": "cty",
        "project": "proj prj prjct",
        "sale": "sls",
        "stage": "stg stge",
        "value": "val",
        "next": "nxt",
        "last": "lst",
        "created": "crt crtd crdt crte crtn creat cretd",
        "updated": "upd updt updtd",
        "modified": "modf modfd mdfd mod modfy",
        "registered": "regd rgd",
        "registration": "regn",
        "contact": "cnt cntct cntc cont",
        "relationship": "reln",
        "campaign": "cmpgn",
        "nationality": "nat natl natnlty ntnlty natlty ntlty natnl",
        "title": "ttl titl",
        "received": "recd rcvd",
        "designation": "desig desgn",
        "neighborhood": "neighbourhood neighborhoods neighbourhoods",
        "configuration": "config conf configurations confg",
        "budget": "bgt budjet budgt bdgt",
        "requirement": "req reqd reqt requirment requirements",
        "minimum": "min",
        "maximum": "max",
        "remark": "rem rmk rmks remarks rmrk rmrks rmark",
        "comment": "cmt cmnt",
        "first": "1st fst frst",
        "premier": "1er 1ere",
        "second": "2nd",
        "third": "3rd",
        "alternate": "alt alternative altr alternet",
        "percent": "pct percentage prcnt",
        "color": "colour",
        "fax": "facsimile",
        "sqft": "squarefeet sqfeet",
        "followup": "followups fup fu flwup flwp folup",
        "representative": "rep reps",
        "executive": "exec",
        "assistant": "asst",
        "deal": "deals",
        "locality": "localities",
        "location": "loc locn",
        "country": "ctry countries cntry cntr cntries",
        "company": "companies",
        "whatsapp": "watsapp whatapp wapp whatsup wtsapp whtsapp whats",
        "linkedin": "linkdin",
        "optout": "optedout optdout",
        "salutation": "saluation salut",
        "suffix": "sfx sufx",
        "prefix": "pfx prfx",
        "handled": "hndld hndl",
        "attended": "attd atnd attnd",
        "assigned": "asgnd asgn assgnd",
        "surname": "srnm srname",
        "referred": "refd rfrd",
        "referral": "rfrl",
        "annual": "annl",
        "family": "fmly fam",
        "given": "givn gvn",
        "subscriber": "subscr",
        "quality": "qlty",
        "interest": "intrst intst",
        "purpose": "purp prps",
        "province": "prov prvnc",
        "region": "rgn",
        "category": "catg ctgry ctg",
        "type": "typ",
        "agent": "agt agnt",
        "owner": "ownr",
        "lead": "ld",
        "street": "strt",
        "postal": "pstl",
        "language": "lng lnge",
        "marital": "mrtl",
        "group": "grp",
        "employer": "emplr empr",
        "birth": "brth",
        "individual": "indv indiv",
        "activity": "actvty acty",
        "prospect": "prspct",
        "member": "mbr",
        "person": "prsn",
        "client": "clnt clt",
        "user": "usr",
        "text": "txt",
        "flag": "flg",
        "timestamp": "ts tstmp tmstmp timestmp dttm",
        "gender": "gndr gend",
        "middle": "mid mdl",
    }
)

# Words that sources write apart or together; written together here.
COMPOUNDS: Final = re.compile(
    r"\b(?:1 st|2 nd|3 rd|1 ere?|"
    r"e mail|e mails|whats app|linked in|follow up|f up|sq ft|sq feet|square feet|opt in|"
    r"opt out|web site|web page|post code|zip code|pin code|time stamp|time zone|call back|"
    r"sign up|un subscribed|face book|you tube|e posta|re sale|pre sales|tele caller|bed rooms?|"
    r"built up|sq m|sq mt|sq yd|sq yards|sub community|sub source|sub type|news letter|"
    r"home owner|on line|b day|sur name|fore name|nick name|walk in|birth day|birth date|"
    r"e mailadres|e mailadresse)\b"
)

ORDINALS: Final[dict[str, int]] = dict.fromkeys(
    word_set("""
        second secondary alternate additional zweite zweites secondaire secundario secundaria tweede
        dusra doosra दूसरा ikinci ثاني بديل второй वैकल्पिक alternativo alterno secondario
    """),
    2,
) | {"third": 3, "tertiary": 3, "fourth": 4}

# Kinds of phones, e-mail addresses and postal addresses.
TYPE_WORDS: Final = _by_word(
    {
        "mobile": """mobile handy gsm handynummer mobiltelefon mobilnummer mobilfunk portable
            mobiltel celular movil telemovel cellulare mobiel mobiele cep portatil
            جوال موبايل محمول متحرك मोबाइल मोबाईल мобильный сотовый""",
        "work": """work business office company corporate official professional geschaftlich arbeit
            dienstlich firma geschafts firmen buro dienst zentrale diensttelefon bureau travail
            professionnel pro trabajo oficina trabalho ufficio lavoro werk zakelijk kantoor عمل
            рабочий рабочая""",
        "home": """home residence residential personal private resi res privat prive domicile perso
            personnel casa particular domicilio residencial abitazione thuis منزل شخصي ev домашний
            личный घर ghar""",
        "fax": "fax telefax faxnummer telecopie faks факс فاكس फैक्स",
        "main": "main primary head haupttelefon switchboard principal hoofdnummer основной",
        "other": """other oversea foreign abroad local native permanent present
            andere autre otro outro altro overig آخر другой अन्य""",
        "assistant": "assistant",
        "pager": "pager",
        "mailing": "mailing communication correspondence comm",
        "billing": "billing rechnung facturation facturacion fatturazione factuur",
        "shipping": "shipping delivery lieferung livraison envio",
    }
)

# What the rest of the header speaks of: `Deal - Owner`, `Lead Status`, `Company ID`.
SUBJECTS: Final[dict[str, Entity]] = _by_word(
    {
        "contact": """contact person people lead prospect client customer buyer applicant subscriber
            visitor guest member party invitee seeker attendee purchaser enquirer tenant investor
            student patient resident allottee delegate respondent candidate participant
            sender registrant booker payer signatory
            ग्राहक क्लाइंट खरीदार grahak kontakt cliente kunde""",
        "account": "account company organization business employer firm corporate",
        "opportunity": "deal opportunity potential opp oppty opty oppr",
        "activity": """activity task event call meeting appointment engagement interaction visit
            viewing tour inspection showing demo session""",
    }
)

# Subjects that are people in every system; a customer or a member may be a company.
PERSONS: Final = word_set("contact person people lead prospect kontakt")

# Subjects that follow what is said of them: `Propietario de posible cliente`, `телефон клиента`.
TAIL_SUBJECTS: Final[dict[str, Entity]] = _by_word(
    {
        "contact": """cliente contacto lead prospecto contact client prospect contato contatto
            candidato interesado clienti kunden kontakt klant clientes contactpersoon acquereur
            locataire comprador persona клиента контакта лида покупателя عميل زبون مشتري مستفسر
            مالك صاحب
            استفسار musteri musterinin kisi""",
        "account": """empresa cuenta compania entreprise societe compte azienda societa bedrijf
            organizacion компании شركه sirket firma unternehmen conta organisatie""",
        "opportunity": """negocio trato oportunidad affaire opportunite oportunidade negociacao
            trattativa opportunita deal сделки صفقه verkaufschance firsat""",
        "activity": """actividad tarea activite tache attivita atividade tarefa activiteit задачи
            نشاط""",
    }
)
PREPOSITIONS: Final = word_set("""
    de del du des da do della dello dell di d l la le el los les o a al der van von vom of the
    posible potencial potentiel potenziale possivel
""")
PARTICLES: Final = word_set("का की के ka ki ke")

# Words before or after a subject that only say how it is linked.
LINKS: Final = word_set("associated related linked primary main regarding")
LINKED: Final = word_set("""
    asociado asociada associe associee associes associado associada associato associata zugeordnet
    zugeordneter zugeordnete zugeordnetes relacionado relacionada gekoppeld gekoppelde
""")

# Words that carry nothing of their own in a question or a decorated label.
FILLERS: Final = word_set("""
    a an the your you our my please enter of for to in is are was do does did what which who how s
    field custom value text column input select choose provide current detail info information would
    like want we can this that if any as per with it on at row mandatory required optional or
    approximate approx estimated expected overall ideal currently live tell us share below here
    kindly one planning looking interested
    кол во количество число anzahl cantidad quantidade aantal
    quel quelle quels quelles est votre vos vous êtes recherchez cherchez souhaitez avez
    cuál cual cuáles es son su tu tus está busca buscas qué que tiene desea
    qual é o seu sua você quais procura deseja
    wie lautet ihr ihre ihren welche welches welchen suchen sie ist möchten
    какой какая какое ваш ваша ваше вы ищете укажите
    ما هو هي كم رقمك الخاص بك
""")

# Words a fuzzy comparison must not confuse, for one turns the other around.
OPPOSITES: Final = word_set("""
    first last next previous min minimum max maximum from to low high lower upper start end
    open close created modified updated won lost in out premier premiere dernier derniere
    prochain prochaine erster erste letzter letzte nachster nachste von bis primero primera
    ultimo ultima proximo proxima desde hasta primeiro primeira primo prima prossimo
    prossima eerste laatste volgende ilk son sonraki первый последний следующий от до اول
    اخر قادم पहला अंतिम अगला home work mobile cree modifie buyer seller sms email phone text
    call
""")

# Words a letter away from another that stands in names of columns.
TWINS: Final = word_set("""
    contract contrat contrato contratto contact rate date data sate race place plate price prize
    source course state stage rage page image union unit wing king loan lone phone tome home name
    game lane line mane role rule sole sale male mail main man pan plan
""")

# A bracket that begins so tells how to fill the cell in: `(with country code)`.
INSTRUCTIONS: Final = word_set("""
    with in as if for incl including optional required please eg e mandatory multiple any do not
    auto automatic automatically generated system calculated computed formula readonly read hidden
    masked encrypted unique aed inr usd eur gbp sar qar rs dhs درهم ريال روپئے रु रुपये
""")

# Roles that may stand before notes without changing what notes are.
ROLES: Final = word_set("""
    agent manager owner sale rm executive team assigned last previous broker staff
""")

# Parts German and Dutch glue in front of and behind a word that is known alone.
GLUED_BEFORE: Final = (
    *("geschafts", "privat", "mobil", "firmen", "buro", "dienst", "kunden", "kontakt", "haupt"),
    *("verkaufs", "vertriebs", "lead", "objekt", "immobilien", "zentrale"),
    *("klant", "bedrijfs", "werk", "prive"),
)
GLUED_BEHIND: Final = ("nummer", "nummern", "nr", "adresse", "adres", "datum", "name", "naam")

# Words that make a header a question of yes or no.
FLAGS: Final = frozenset({"is", "has", "was", "had"})

# Chinese, Japanese and Korean signs that change what the word after them holds: spouse, company,
# recommender, previous, first, type, id, identity, bank, colleague, modified.
CHANGING_SIGNS: Final = (
    *(
        "配偶",
        "公司",
        "会社",
        "회사",
        "推荐",
        "介绍",
        "紹介",
        "추천",
        "上次",
        "下次",
        "前回",
        "次回",
    ),
    *("最后", "最終", "最近", "编号", "類型", "类型", "种类", "証", "证", "银行", "銀行", "经纪"),
    *("修改", "更新", "付款", "签约", "交房", "紧急"),
)

# Verbs before `by` that name whoever kept the record, or somebody outside.
BOOKKEEPING_VERBS: Final = word_set("""
    created modified updated changed edited entered inserted uploaded imported added approved
    deleted verified converted assigned submitted invited referred introduced recommended signed
    proposed seconded nominated sponsored hangup cancelled canceled rescheduled declined rejected
    disqualified merged exported downloaded
    reviewed checked authorised authorized scanned written viewed seen opened read downloaded
""")

# Colleagues, whatever they are called besides: `leasing agent`, `sourcing rm`.
STAFF: Final = word_set("""
    agent executive rm consultant advisor adviser representative salesperson telecaller negotiator
""")

# Events that end what a record tells of, or that are yet to come.
ENDINGS: Final = word_set("""
    closed expired cancelled canceled terminated resigned delivered blocked deleted archived
    completed finished signed paid invoiced visited called contacted exited married died scheduled
    planned expected proposed converted won lost
""")

# Words of a date that has not come yet.
EXPECTED: Final = word_set("""
    exp expected est estimated tentative target planned projected anticipated proposed
""")

# Headers that name nothing.
NAMELESS: Final = word_set("""
    column field unnamed col spalte colonne columna coluna kolom untitled blank header f c
""")

# Words of a date header that do not say which date it is.
DATE_WORDS: Final = word_set("date time on at datetime timestamp utc ist gmt day when was")

# A leftover word of this kind changes what the column holds, so the rest may not be trusted.
CHANGERS: Final = word_set("""
    branch id ids type label status count verified verification valid validity invalid bounce
    bounced hash
    url link source by flag code format score rank quality confidence ext extension domain provider
    reason history alias key lookup yomi phonetic display file image photo icon color total average
    text sms previous old original owner assigned agent manager assistant rm executive salesperson
    consultant broker staff creator spouse father mother wife husband child parent emergency bank
    gst tax vat pan aadhaar license developer builder seller vendor tenant landlord percent ratio
    plan method mode opened sent clicked subscribed unsubscribed consent opt optin optout duplicate
    approved sanctioned spent paid token refund balance last next update updated created modified
    follow change changed expiry start end utm page session data json not no never tier birth
    prochain prochaine dernier derniere proximo proxima siguiente ultimo ultima prossimo prossima
    nachste nachster nachstes letzte letzter letztes volgende laatste sonraki последний последняя
    следующий следующая اخر اخرين قادم قادمه تاليه بعدی آخرین अगला अगली पिछला अंतिम
    naissance nacimiento nascita nascimento geburt geboorte doğum рождения
""")

# Somebody beside the client, whose phones and e-mails are never the client's.
PARTIES: Final = word_set("""
    spouse wife husband father mother parent child son daughter brother sister relative nominee
    guardian kid kin uncle aunt cousin nephew niece vendor seller landlord lessor builder developer
    broker lender banker lawyer solicitor advocate attorney notary conveyancer witness referrer
    referral introducer architect accountant ca driver caretaker secretary pa ea poa neighbor
    neighbour colleague valuer guarantor partner
""")

# Words that say a column is about somebody or something else, whatever its cells look like.
OTHERS: Final = (
    STAFF
    | PARTIES
    | word_set("""
    emergency owner manager assigned assignee assistant staff creator user host
    employee team organizer author handler caller telecaller counsellor
    bank reference referred
    nominated joint co second third virtual masked tracking did exophone
    pan aadhaar gst tax vat passport emirate national license licence registration order invoice
    transaction bill receipt account id code serial index rank count previous old
    created modified updated approved by school college project property building society tower
    cp channel partner agency campaign source list form ad page publisher gateway
""")
)
