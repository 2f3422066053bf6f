"""Column codes of business systems: the fields of SAP's customer master and of its contact persons.

They are the same four to ten letters in every installation, whatever the language.
"""

PHRASES = {
    "account.name": "name1, name org1, kname, name 1, kunde name, mc name1, bpext name",
    "account.external_id": "kunnr, lifnr, partner, bpkunnr, debitor, kreditor, bu partner",
    "phone": "telf1, telf2, telfx, tel number, mob number, telnr long, fax number, telx1",
    "street": "stras, street2, str suppl1, str suppl2, house num1 street",
    "city": "ort01, city1, mc ort01",
    "state": "regio, bland",
    "postal_code": "pstlz, post code1, pstl2",
    "country": "land1, landx",
    "account.industry": "brsch, ind sector, brtxt",
    "account.type": "ktokd, ktokk, kukla, kdgrp",
    "account.parent": "konzs, hkunnr",
    "account.employee_count": "jmzah",
    "account.annual_revenue": "umsa1, jahum",
    "created_at": "erdat, crdat",
    "updated_at": "aedat, updat, chdat",
    "owner": "vkbetr, vrtnr, pernr name, zuonr betreuer",
    "language": "spras, langu",
    "honorific": "anred, title medi",
    "given_name": "namev, name first",
    "family_name": "name last",
    "date_of_birth": "gbdat, birthdt",
    "job_title": "pafkt, abtpa",
    "email": "smtp addr, e mail smtp",
    "website": "uri addr, knurl",
    "notes": "parau",
    "unmapped": """
        mandt, bukrs, vkorg, vtweg, spart, ernam, stcd1, stcd2, stcd3, stcd4, stceg, sortl, mcod1,
        adrnr, loevm, sperr, aufsd, zterm, waers kunde, name2, name3, name4, stkzn, lzone""",
}
