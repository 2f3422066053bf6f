"""German names of columns."""

PHRASES = {
    "full_name": """
        vollständiger name, kontaktname, kundenname, ansprechpartner, kunde, interessent,
        name des kunden, ansprechperson, kontaktperson, vor und nachname, vorname nachname,
        vor nachname, anzeigename, kontakt, mieter, käufer, eigentümer, gesamter name,
        ganzer name, name vorname, nachname vorname,
        vor und zuname, zuname vorname, ansprechp""",
    "given_name": "vorname, rufname, vornamen",
    "family_name": "nachname, familienname, zuname, nachnamen",
    "middle_name": "zweiter vorname, weitere vornamen, mittelname",
    "honorific": "anrede, titel, namenspräfix, briefanrede, akademischer titel",
    "name_suffix": "namenssuffix, namenszusatz",
    "nickname": "spitzname",
    "job_title": """
        position, beruf, berufsbezeichnung, funktion, stellung, jobtitel, rolle, tätigkeit,
        stellenbezeichnung""",
    "department": "abteilung",
    "company": """
        firma, firmenname, unternehmen, organisation, arbeitgeber, unternehmensname, betrieb,
        gesellschaft, name der firma, zugeordnetes unternehmen, accountname,
        fa""",
    "gender": "geschlecht",
    "date_of_birth": "geburtstag, geburtsdatum, geb datum, geboren am, geb am",
    "nationality": "nationalität, staatsangehörigkeit, staatsbürgerschaft",
    "language": "sprache, korrespondenzsprache, bevorzugte sprache",
    "email": """
        e mail, e mail adresse, mail adresse, mailadresse, emailadresse, e mail geschäftlich,
        e mail privat, e mail 2 adresse, mail""",
    "phone": """
        telefon, telefonnummer, tel nr, mobil, handy, handynummer, mobiltelefon, mobilnummer,
        mobilfunk, festnetz, telefon privat, telefon geschäftlich, rufnummer, fax, telefax,
        faxnummer, fax geschäftlich, fax privat, telefon firma, haupttelefon, weiteres telefon,
        diensttelefon, privattelefon, durchwahl telefon, tel privat, tel geschäftlich,
        tel mobil, telefon mobil, telefon dienstlich, telefon 1, rückrufnummer,
        weitere telefonnummer, festnetznummer""",
    "whatsapp": "whatsapp nummer",
    "website": "webseite, internetseite, internet, internetadresse, webadresse, homepage",
    "address_full": """
        anschrift, adresse vollständig, postanschrift, vollständige adresse, wohnadresse,
        privatanschrift""",
    "street": """
        straße u nr, str u nr, straße u hausnr,
        straße, strasse, straße und hausnummer, straße hausnummer, strasse und nr, str,
        straße geschäftlich, straße privat, adresszeile 1, adresszeile 2, strasse nr,
        adresszusatz, straße nr, adresse, str nr""",
    "city": "stadt, ort, wohnort, ort geschäftlich, ort privat, gemeinde",
    "state": "bundesland, kanton, region, land region, bundesland kanton, provinz, staat provinz",
    "postal_code": "plz, postleitzahl, postleitzahl geschäftlich, postleitzahl privat",
    "country": "land, land geschäftlich, land privat, ländercode, länderkennung, staat",
    "owner": """
        zuständig, zuständiger mitarbeiter, betreuer, bearbeiter, verantwortlich,
        verantwortlicher, sachbearbeiter, makler, kundenbetreuer, zugewiesen an, besitzer,
        vertriebsmitarbeiter, berater, inhaber, vertriebler, kontaktinhaber, datensatzbesitzer,
        zugewiesen, mitarbeiter""",
    "lead_source": """
        quelle, herkunft, leadquelle, lead quelle, kontaktquelle, akquise quelle,
        wie sind sie auf uns aufmerksam geworden, kanal""",
    "contact.lead_status": """
        status, lead status, kundenstatus, kontaktstatus, phase, stand, bearbeitungsstatus""",
    "contact.lead_score": "bewertung, priorisierung, score",
    "campaign": "kampagne, kampagnenname",
    "contact.referred_by": "empfohlen von, empfehlung, empfohlen durch, tippgeber",
    "tags": """
        kategorie, kategorien, schlagworte, schlagwörter, gruppe, gruppen, etiketten,
        stichworte, markierungen""",
    "notes": """
        notiz, notizen, bemerkung, bemerkungen, kommentar, kommentare, anmerkung, anmerkungen,
        nachricht, beschreibung, anfrage, hinweise, info, infos, mitteilung""",
    "created_at": """
        kunde seit,
        erstellt, erstellt am, erstelldatum, erstellungsdatum, angelegt am, angelegt,
        anfragedatum, eingang, eingangsdatum, erfasst am, anlagedatum, datum der anfrage,
        kontakt seit, erstkontakt, datum erstkontakt, erster kontakt, eingegangen am""",
    "updated_at": """
        geändert am, geändert, letzte änderung, aktualisiert am, zuletzt geändert,
        zuletzt aktualisiert, bearbeitet am, änderungsdatum, zuletzt bearbeitet,
        zuletzt geändert am""",
    "last_activity_at": """
        letzter kontakt, letzte aktivität, zuletzt kontaktiert, letzter anruf, letztes gespräch,
        datum letzter kontakt, letzte aktivität am, letzte kontaktaufnahme,
        zuletzt gesprochen, zuletzt telefoniert, zuletzt angerufen, zuletzt gesehen, zuletzt
        besucht, zuletzt erreicht""",
    "contact.next_followup_at": """
        wiedervorlage, nächster kontakt, nächste aktivität, rückruf, rückruf am,
        nächster termin, wiedervorlage am, nächster anruf, erinnerung,
        wv, wv am, wvl, wv datum""",
    "external_id": """
        kundennummer, kunden nr, kontakt id, interessentennummer, datensatz id,
        id des datensatzes, kunden id, kdnr, kd nr, kontaktnummer, adressnummer, id nummer""",
    "email_consent": """
        einwilligung, newsletter, werbeeinwilligung, dsgvo einwilligung, dsgvo,
        newsletter abonniert, einwilligung e mail, datenschutz einwilligung, opt in""",
    "email_opt_out": """
        abgemeldet, keine e mails, newsletter abgemeldet, keine werbung,
        abgemeldet vom newsletter""",
    "do_not_call": "nicht anrufen, keine anrufe, anrufsperre",
    "currency": "währung, währungscode",
    "contact.property_interest": """
        objekt, immobilie, projekt, objektname, interesse an, objekt interesse, projektname,
        gewünschtes objekt, objektwunsch, wunschobjekt, objektbezeichnung, objekttitel""",
    "contact.location_preference": """
        wunschlage, suchort, suchregion, suchlage, lage, gewünschte lage, wunschort, stadtteil,
        suchgebiet, gewünschter ort, bevorzugte lage""",
    "contact.property_type": """
        objektart, immobilienart, immobilientyp, objekttyp, art der immobilie""",
    "contact.unit_config": """
        zimmer, zimmeranzahl, anzahl zimmer, zimmer ab, schlafzimmer,
        zi, zi anz, anz zi, anzahl zi, zi zahl""",
    "contact.area_size": """
        wohnfläche, wohnfl, wohnfl ab, wohnfläche ab, grundstücksfl, fläche, grundstücksfläche,
        wohnfläche m2, fläche m2, wohnfläche in m2, fläche ab, größe, wohnfläche qm, fläche qm""",
    "contact.budget": "budget, kaufpreis, preis, preisvorstellung, preisrahmen, max preis",
    "contact.budget_min": "budget von, budget min, preis von, mindestbudget, kaufpreis von",
    "contact.budget_max": """
        budget bis, budget max, preis bis, höchstbudget, kaufpreis bis, maximalbudget""",
    "contact.purpose": """
        kauf miete, kaufen mieten, zweck, vermarktungsart, kauf oder miete, nutzungsart,
        verwendungszweck, kaufabsicht,
        kapitalanlage, eigennutzung, eigennutz, kapitalanlage eigennutzung, kapitalanleger,
        eigennutzer, selbstnutzer, kapitalanleger oder eigennutzer, selbstnutzung, selbstbezug,
        nutzung""",
    "account.name": """
        firma, firmenname, unternehmen, unternehmensname, kunde, kundenname, organisation,
        account, name der firma""",
    "account.industry": "branche, wirtschaftszweig",
    "account.type": "typ, firmentyp, kundentyp, unternehmenstyp",
    "account.employee_count": """
        mitarbeiter, mitarbeiterzahl, anzahl mitarbeiter, anzahl der mitarbeiter""",
    "account.annual_revenue": "umsatz, jahresumsatz",
    "account.parent": "muttergesellschaft, mutterunternehmen, konzern, übergeordnete firma",
    "opportunity.name": """
        verkaufschance, deal, geschäft, bezeichnung, titel, chance, name der verkaufschance,
        betreff""",
    "opportunity.amount": """
        betrag, wert, auftragswert, umsatz, volumen, erwarteter umsatz, dealwert, summe,
        kaufpreis, auftragsvolumen, geschätzter umsatz""",
    "opportunity.close_date": """
        abschlussdatum, voraussichtlicher abschluss, geplanter abschluss, abschluss am,
        erwartetes abschlussdatum, schlusstermin, geplantes abschlussdatum""",
    "opportunity.stage": "phase, verkaufsphase, stufe, verkaufsstufe",
    "opportunity.probability": "wahrscheinlichkeit, abschlusswahrscheinlichkeit",
    "opportunity.lost_reason": "verlustgrund, grund für verlust, absagegrund",
    "opportunity.next_step": "nächster schritt, nächste schritte",
    "opportunity.contact": "kontakt, ansprechpartner, kunde, käufer, kontaktname",
    "opportunity.account": "firma, unternehmen, organisation",
    "activity.subject": "betreff, thema, titel, aufgabe",
    "activity.type": "art, aktivitätstyp, typ, aktivität, terminart",
    "activity.date": """
        datum, fällig am, fälligkeitsdatum, termin, beginn, startdatum, fälligkeit, beginnt am""",
    "activity.time": "uhrzeit, zeit, beginnt um",
    "activity.duration": "dauer, gesprächsdauer, dauer min",
    "activity.direction": "richtung, eingehend ausgehend",
    "activity.status": "status, erledigt, abgeschlossen",
    "activity.body": "notiz, beschreibung, inhalt, bemerkung, ergebnis, gesprächsnotiz",
    "activity.contact": "kontakt, ansprechpartner, kunde, teilnehmer",
    "activity.owner": "zuständig, bearbeiter, benutzer, mitarbeiter, verantwortlich, organisator",
    "unmapped": """
        nr, lfd nr, laufende nummer, lfdnr, objekt nr, objektnummer, objekt id, ist aktiv,
        aktiv, gelöscht, privat, priorität, vertraulichkeit, ust id, ust idnr, steuernummer,
        umsatzsteuer id, iban, bic, kreditlimit, postfach, initialen, jahrestag, hobby, partner,
        kinder, benutzer 1, benutzer 2, benutzer 3, benutzer 4, anzeigename e mail, e mail typ,
        e mail angezeigter name, büro, familienstand, finanzierung, bezugsfrei ab, einzugsdatum,
        erstellt von, geändert von, personalausweis, verfügbar ab, baujahr, hausnummer""",
}
