"""French names of columns."""

PHRASES = {
    "full_name": """
        nom complet, nom et prénom, nom prénom, prénom nom, nom du client, nom du contact,
        contact, client, prénom et nom, interlocuteur, nom du prospect, prospect, acquéreur,
        nom de l'acquéreur, acheteur, nom & prénom, nom du locataire, propriétaire, nom affiché""",
    "given_name": "prénom, prénoms, petit nom",
    "family_name": "nom de famille, nom usuel, patronyme, nom d'usage",
    "middle_name": "deuxième prénom, autres prénoms, second prénom",
    "honorific": "civilité, titre de civilité, titre, m mme, préfixe",
    "name_suffix": "suffixe",
    "nickname": "surnom, pseudonyme",
    "job_title": """
        fonction, poste, profession, métier, titre du poste, intitulé du poste, emploi,
        intitulé de poste""",
    "department": "service, département de l'entreprise",
    "company": """
        ste, entreprise, société, raison sociale, organisation, employeur, nom de l'entreprise,
        nom de la société, compte, établissement, entreprise associée, société associée""",
    "gender": "sexe, genre",
    "date_of_birth": "date de naissance, anniversaire, né le, né e le, naissance",
    "nationality": "nationalité",
    "language": "langue, langue préférée",
    "email": """
        e mail, courriel, adresse e mail, adresse courriel, mél, adresse électronique,
        adresse de messagerie, email professionnel, email personnel, adresse mail, email pro,
        email perso, mail pro, mail perso""",
    "phone": """
        téléphone, tél, numéro de téléphone, portable, téléphone portable, mobile,
        téléphone mobile, tél portable, tél fixe, fixe, téléphone fixe, téléphone bureau,
        téléphone professionnel, téléphone domicile, télécopie, fax, numéro, numéro de portable,
        gsm, tél mobile, tél bureau, tél domicile, téléphone personnel, tel portable,
        n° de téléphone, n° téléphone, téléphone 2, télécopie bureau, téléphone travail""",
    "whatsapp": "numéro whatsapp",
    "website": "site web, site internet, site, page web, adresse web",
    "address_full": "adresse complète, adresse postale, adresse postale complète",
    "street": """
        rue, adresse, adresse 1, adresse 2, n° et rue, voie, ligne d'adresse 1,
        complément d'adresse, numéro et rue, adresse ligne 1, rue bureau, rue domicile,
        adresse du domicile""",
    "city": "ville, commune, localité, ville bureau, ville domicile",
    "state": "région, département, province, état, canton, dép région",
    "postal_code": "code postal, cp, npa, n p a, code postal bureau, code postal domicile",
    "country": "pays, pays région, pays de résidence, code pays, pays bureau",
    "owner": """
        responsable, commercial, conseiller, propriétaire du contact, attribué à, assigné à,
        propriétaire de l'entreprise, propriétaire de la transaction, propriétaire du ticket,
        négociateur, agent, chargé de clientèle, gestionnaire, suivi par, agent immobilier,
        clerc en charge, en charge, collaborateur en charge, personne en charge, chargé du dossier,
        gestionnaire du dossier, chargée de clientèle, chargé d'affaires, dossier suivi par,
        vendeur assigné, collaborateur, conseillère, affecté à, commercial attribué""",
    "lead_source": """
        source, origine, provenance, origine du contact, source du lead,
        comment nous avez vous connu, canal, source du prospect, origine du lead,
        origine du prospect, comment avez vous entendu parler de nous""",
    "contact.lead_status": """
        statut, état, statut du lead, statut du prospect, étape, statut prospect,
        statut du contact, avancement""",
    "contact.lead_score": "note de score, évaluation, température",
    "campaign": "campagne, nom de la campagne",
    "contact.referred_by": """
        recommandé par, parrain, parrainé par, apporteur d'affaires, apporteur, prescripteur""",
    "tags": """
        étiquettes, étiquette, catégorie, catégories, groupe, groupes, mots clés, segment,
        libellés""",
    "notes": """
        notes, note, remarque, remarques, commentaire, commentaires, observation, observations,
        message, description, demande, besoin, informations complémentaires, détails,
        projet du client,
        divers, infos diverses, informations diverses, notes diverses""",
    "created_at": """
        date premier contact, date du premier contact, premier contact, date de création, créé le,
        date d'ajout, date de contact, date de la demande, date d'inscription, date création,
        ajouté le, date de réception, reçu le, horodateur, date d'entrée, date demande,
        date de prise de contact, date du premier contact, premier contact, date d'ouverture,
        date d'ouverture de la fiche, date d'ouverture du dossier, date d'ouverture du compte,
        ouvert le, saisi le, enregistré le, date de saisie, date d'enregistrement""",
    "updated_at": """
        modifié le, date de modification, dernière modification, mis à jour le,
        date de mise à jour, dernière mise à jour""",
    "last_activity_at": """
        dernier contact, dernière activité, date du dernier contact, dernier appel,
        date de dernière activité, contacté le, date dernier contact, dernier échange,
        dernière relance,
        dernier rendez vous""",
    "contact.next_followup_at": """
        prochaine relance, prochain rappel, relance, date de relance, rappel, date de rappel,
        prochain contact, prochaine activité, à rappeler le, rappeler le, prochain rendez vous,
        prochain rdv""",
    "external_id": """
        identifiant, n° client, numéro client, code client, id contact, référence client,
        réf client, numéro de dossier, id client, id prospect, id de fiche d informations,
        id de l enregistrement, identifiant de l enregistrement, n° contact""",
    "email_consent": """
        consentement, rgpd, consentement rgpd, opt in, abonné newsletter, inscrit newsletter,
        newsletter, accepte les emails, consentement email""",
    "email_opt_out": """
        désabonné, désinscrit, ne pas envoyer d'email, désinscription, refus email,
        opposition email""",
    "sms_opt_out": "ne pas envoyer de sms, stop sms",
    "do_not_call": "ne pas appeler, bloctel, liste rouge, opposition téléphone",
    "currency": "devise, monnaie",
    "contact.property_interest": """
        bien, projet, programme, bien recherché, programme immobilier, intérêt, bien d'intérêt,
        annonce, nom du projet, résidence, nom du programme, projet immobilier""",
    "contact.location_preference": """
        secteur, quartier, secteur recherché, localisation souhaitée, lieu recherché,
        zone de recherche, secteur géographique, localisation, ville recherchée,
        quartier souhaité,
        secteur souhaité, secteur recherché, secteurs souhaités, secteur de recherche,
        secteur voulu, quartier souhaité, quartiers souhaités, ville souhaitée,
        localisation souhaitée,
        zone souhaitée""",
    "contact.property_type": """
        type de bien, nature du bien, type de bien recherché, type de logement""",
    "contact.unit_config": """
        nombre de pièces, pièces, nb pièces, chambres, nombre de chambres, typologie,
        nb de pièces, nb chambres""",
    "contact.area_size": """
        surface, superficie, surface m2, surface souhaitée, surface habitable, surface min,
        surface minimum""",
    "contact.budget": """
        budget, prix, budget max, enveloppe, prix demandé, fourchette de prix, prix souhaité,
        budget €""",
    "contact.budget_min": "budget min, budget minimum, budget de, prix min",
    "contact.budget_max": "budget max, budget maximum, prix max, budget maxi",
    "contact.purpose": """
        achat location, type de projet, objectif, but, acheter louer, type de transaction,
        nature du projet, achat ou location, vente location, motif, type de recherche,
        résidence principale ou investissement, investissement ou résidence principale, habiter
        ou investir, usage,
        rp locatif, rp ou locatif, résidence principale ou locatif, résidence principale locatif,
        rp rs locatif, habiter ou louer, rp investissement""",
    "account.name": """
        raison sociale, entreprise, société, nom de l'entreprise, nom de la société,
        nom du compte, compte, nom, dénomination, client, organisation""",
    "account.industry": "secteur, secteur d'activité, activité, branche",
    "account.type": "type, type de compte, type de client",
    "account.employee_count": """
        effectif, effectifs, nombre d'employés, nombre de salariés, salariés, nb employés""",
    "account.annual_revenue": "chiffre d'affaires, ca, ca annuel, chiffre d'affaires annuel",
    "account.parent": "société mère, groupe, maison mère, compte parent",
    "opportunity.name": """
        opportunité, affaire, nom de l'affaire, nom de l'opportunité, titre, intitulé,
        transaction, libellé, objet, nom""",
    "opportunity.amount": """
        montant, valeur, valeur de l'affaire, prix de vente, ca prévu, montant de l'affaire,
        montant ht, revenu espéré, montant estimé""",
    "opportunity.close_date": """
        date de clôture, date de signature, clôture prévue, date de clôture prévue,
        signature prévue, échéance, date prévue, date de fermeture, date de conclusion""",
    "opportunity.stage": "étape, phase, étape de vente, étape du pipeline",
    "opportunity.status": "statut, état, gagné perdu, statut de l'affaire",
    "opportunity.pipeline": "tunnel de vente, pipeline de vente",
    "opportunity.probability": "probabilité, probabilité de réussite, chance de succès",
    "opportunity.lost_reason": """
        raison de la perte, motif de perte, raison perte, motif perte, cause de perte""",
    "opportunity.next_step": "prochaine étape, prochaine action",
    "opportunity.contact": """
        contact, client, acquéreur, acheteur, contact principal, nom du contact, nom du client,
        interlocuteur""",
    "opportunity.account": "société, entreprise, compte, organisation, nom du compte",
    "activity.subject": "objet, sujet, titre, intitulé, tâche",
    "activity.type": "type, type d'activité, type d'action, nature, type de tâche",
    "activity.date": """
        date, date d'échéance, échéance, date de début, date du rendez vous, date rdv,
        date de l'activité, date prévue, date du rdv""",
    "activity.time": "heure, heure de début, heure du rdv",
    "activity.duration": "durée, durée de l'appel, durée minutes",
    "activity.direction": "sens, entrant sortant, direction, sens de l'appel",
    "activity.status": "statut, fait, terminé, état, réalisé",
    "activity.body": """
        compte rendu, commentaire, commentaires, description, note, notes, détails, contenu,
        résultat""",
    "activity.contact": "contact, client, interlocuteur, participant, participants, personne",
    "activity.account": "société, entreprise, compte",
    "activity.opportunity": "affaire, opportunité",
    "activity.owner": """
        responsable, assigné à, utilisateur, commercial, attribué à, conseiller, organisateur""",
    "unmapped": """
        n°, numéro de ligne, référence, référence du bien, réf, réf annonce, réf bien,
        n° de mandat, siret, siren, code naf, code ape, tva, n° tva, numéro de tva, actif,
        archivé, étage, dpe, financement, apport, délai, délai d'achat, disponibilité, créé par,
        modifié par, situation familiale, nombre d'enfants, photo, priorité, complément,
        date de livraison, page web personnelle, boîte postale, conjoint, meublé""",
}
