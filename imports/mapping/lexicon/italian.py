"""Italian names of columns."""

PHRASES = {
    "full_name": """
        nome completo, nome e cognome, cognome e nome, nominativo, cliente, nome cliente,
        contatto, nome contatto, persona di contatto, referente, nome del cliente, acquirente,
        nome cognome, cognome nome, persona, interessato""",
    "given_name": "nome di battesimo, primo nome",
    "family_name": "cognome",
    "middle_name": "secondo nome",
    "honorific": "titolo, appellativo, formula di saluto",
    "nickname": "soprannome",
    "job_title": """
        qualifica, posizione, ruolo, professione, mansione, posizione lavorativa, funzione""",
    "department": "reparto, dipartimento",
    "company": """
        azienda, società, ditta, ragione sociale, nome azienda, organizzazione, impresa,
        nome società, datore di lavoro, azienda associata""",
    "gender": "sesso, genere",
    "date_of_birth": "data di nascita, compleanno, nato il, data nascita, nascita",
    "nationality": "nazionalità, cittadinanza",
    "language": "lingua",
    "email": """
        e mail, posta elettronica, indirizzo email, indirizzo e mail,
        indirizzo di posta elettronica, email lavoro, email personale, pec""",
    "phone": """
        telefono, cellulare, tel, numero di telefono, telefono cellulare, telefono ufficio,
        telefono casa, telefono fisso, fisso, fax, numero cellulare, recapito telefonico,
        telefono lavoro, telefono 2, cell, numero telefono, telefono abitazione, recapito""",
    "whatsapp": "numero whatsapp",
    "website": "sito web, sito, sito internet, pagina web",
    "address_full": "indirizzo completo, indirizzo di residenza, residenza",
    "street": "via, indirizzo, indirizzo 1, indirizzo 2, via e numero, via ufficio, via abitazione",
    "city": "città, comune, località, citta",
    "state": "provincia, regione, prov, stato provincia",
    "postal_code": "cap, codice postale, c a p",
    "country": "paese, nazione, stato, paese di residenza",
    "owner": """
        responsabile, agente, consulente, assegnato a, venditore, commerciale,
        proprietario contatto, agente assegnato, incaricato, operatore, gestito da""",
    "lead_source": """
        fonte, origine, provenienza, canale, fonte lead, origine contatto,
        come ci hai conosciuto, origine lead, fonte di contatto""",
    "contact.lead_status": """
        stato lead, stato cliente, fase, stato contatto, stato, stato trattativa, stato del lead""",
    "contact.lead_score": "punteggio, valutazione",
    "campaign": "campagna, nome campagna",
    "contact.referred_by": "segnalato da, consigliato da, segnalatore, presentato da",
    "tags": "etichette, etichetta, categoria, categorie, gruppo, gruppi, segmento",
    "notes": """
        note, nota, commenti, commento, osservazioni, messaggio, descrizione, richiesta,
        annotazioni, richieste, dettagli""",
    "created_at": """
        data creazione, creato il, data di creazione, data inserimento, data contatto,
        data richiesta, data registrazione, inserito il, data di inserimento,
        data di registrazione, data acquisizione, data iscrizione""",
    "updated_at": """
        modificato il, data modifica, ultima modifica, aggiornato il, ultimo aggiornamento,
        data aggiornamento, data ultima modifica""",
    "last_activity_at": """
        ultimo contatto, ultima attività, data ultimo contatto, ultima chiamata,
        ultima telefonata, data ultima attività""",
    "contact.next_followup_at": """
        prossimo contatto, richiamare il, data richiamo, prossima attività, richiamo,
        prossimo appuntamento, da richiamare il, promemoria, prossimo richiamo""",
    "external_id": """
        codice cliente, id cliente, identificativo, numero cliente, codice contatto,
        id contatto, id record, id del record, codice anagrafica""",
    "email_consent": """
        consenso, consenso privacy, newsletter, consenso marketing, iscritto newsletter,
        gdpr consenso, iscrizione newsletter, consenso email""",
    "email_opt_out": "disiscritto, non inviare email, cancellato dalla newsletter",
    "do_not_call": "non chiamare",
    "currency": "valuta, moneta",
    "contact.property_interest": """
        immobile, progetto, immobile di interesse, annuncio, cantiere, immobile richiesto,
        nome progetto, interesse, immobile interessato""",
    "contact.location_preference": """
        zona, zona di interesse, zona richiesta, quartiere, zona preferita, zona di ricerca""",
    "contact.property_type": "tipo immobile, tipologia immobile, tipologia, tipo di immobile",
    "contact.unit_config": """
        locali, camere, numero locali, vani, numero camere, camere da letto, n locali""",
    "contact.area_size": "superficie, mq, metri quadri, superficie mq, metratura",
    "contact.budget": "budget, prezzo, fascia di prezzo, prezzo richiesto, disponibilità economica",
    "contact.budget_min": "budget minimo, prezzo minimo, budget da, prezzo da, budget min",
    "contact.budget_max": "budget massimo, prezzo massimo, budget a, prezzo a, budget max",
    "contact.purpose": """
        finalità, scopo, acquisto affitto, vendita affitto, contratto tipo, compra affitta,
        motivo, tipo contratto, acquisto o affitto, tipo richiesta,
        investimento o abitazione, uso proprio o investimento""",
    "account.name": """
        ragione sociale, azienda, società, ditta, nome azienda, cliente, nome società,
        organizzazione""",
    "account.industry": "settore, settore di attività, attività",
    "account.type": "tipo, tipo azienda, tipo cliente",
    "account.employee_count": "dipendenti, numero dipendenti, numero di dipendenti, addetti",
    "account.annual_revenue": "fatturato, fatturato annuo, ricavi",
    "account.parent": "capogruppo, società madre, gruppo, società controllante",
    "opportunity.name": """
        opportunità, trattativa, titolo, nome trattativa, affare, nome opportunità, oggetto""",
    "opportunity.amount": """
        importo, valore, valore trattativa, prezzo, importo previsto, ricavo previsto""",
    "opportunity.close_date": """
        data chiusura, data di chiusura, chiusura prevista, data chiusura prevista, data rogito""",
    "opportunity.stage": "fase, stadio, fase di vendita, fase trattativa",
    "opportunity.status": "stato, esito",
    "opportunity.pipeline": "pipeline di vendita",
    "opportunity.probability": "probabilità, probabilità di chiusura",
    "opportunity.lost_reason": "motivo perdita, motivo della perdita, motivo persa",
    "opportunity.next_step": "prossimo passo, prossima azione",
    "opportunity.contact": "contatto, cliente, acquirente, referente, nome contatto",
    "opportunity.account": "azienda, società, organizzazione",
    "activity.subject": "oggetto, titolo, argomento",
    "activity.type": "tipo, tipo attività, tipo di attività",
    "activity.date": "data, scadenza, data scadenza, data inizio, data attività, data appuntamento",
    "activity.time": "ora, orario, ora inizio",
    "activity.duration": "durata",
    "activity.direction": "direzione, entrata uscita",
    "activity.status": "stato, completato, completata, fatto, esito",
    "activity.body": "note, descrizione, contenuto, commenti, dettagli, resoconto",
    "activity.contact": "contatto, cliente, persona, partecipanti, nominativo",
    "activity.account": "azienda, società",
    "activity.opportunity": "trattativa, opportunità, affare",
    "activity.owner": "responsabile, assegnato a, utente, agente, operatore",
    "unmapped": """
        numero progressivo, riferimento, rif, rif immobile, codice fiscale, partita iva, p iva,
        attivo, archiviato, stato civile, piano, bagni, mutuo, codice sdi, creato da,
        modificato da, codice immobile, tempi di acquisto, foto, età, priorità, iban, prefisso,
        arredato""",
}
