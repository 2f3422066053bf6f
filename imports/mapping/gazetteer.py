# ruff: noqa: RUF001 -- letters of other alphabets are meant
"""Small sets of values that betray what a column holds."""

from typing import Final


def listing(words: str) -> frozenset[str]:
    """Read a list set apart by commas and line ends."""
    return frozenset(word.strip() for word in words.replace("\n", ",").split(",") if word.strip())


BLANKS: Final = listing(
    "-, --, ---, na, n/a, null, none, nil, nan, #n/a, -none-, ?, ., not available, not provided, "
    "not applicable, unknown, undefined, (none), (blank), k. a., n.v.t., s/o, нет данных"
)
BOOLEANS: Final = listing("""
    yes, no, true, false, y, n, 0, 1, oui, non, sí, si, ja, nein, nee, sim, não, da, да,
    нет, evet, hayır, vero, falso, verdadero, wahr, falsch, vrai, faux, नहीं, हाँ, हां,
    نعم, لا, opt-in, opt-out, opted in, opted out, subscribed, unsubscribed, on, off, x,
    granted, denied, consent, no consent, allowed, marketing contact,
    non-marketing contact, dnd, dnc, given, withdrawn, active, inactive, ✓, ✔
""")
HONORIFICS: Final = listing("""
    mr, mrs, ms, miss, dr, prof, sir, madam, mister, mx, shri, sri, smt, kumari, km, er,
    adv, ca, capt, col, maj, lt, sheikh, sheikha, shaikh, h.e, he, hh, eng, engr, rev,
    hon, lord, lady, master, m/s, messrs, doctor, herr, frau, fräulein, dr.-ing, mme,
    mlle, m, monsieur, madame, mademoiselle, maître, me, sr, sra, srta, señor, señora,
    don, doña, sig, sig.ra, signor, signora, dott, dott.ssa, avv, ing, dhr, mevr, mw,
    de heer, mevrouw, senhor, senhora, exmo, السيد, السيدة, الشيخ, د, श्री, श्रीमती,
    सुश्री, डॉ, bay, bayan, г-н, г-жа, господин, госпожа, prof dr, dra, d, dª, श्रीमान,
    كابتن, مهندس, sayın, الآنسة, أ, م
""")
GENDERS: Final = listing("""
    male, female, m, f, other, unspecified, man, woman, männlich, weiblich, divers, homme,
    femme, hombre, mujer, masculino, femenino, feminino, uomo, donna, maschio, femmina,
    vrouw, ذكر, أنثى, पुरुष, महिला, erkek, kadın, мужской, женский, муж, жен, w, h,
    男, 女, 男性, 女性, 先生, 女士, 남, 여, 남성, 여성, laki-laki, perempuan, mężczyzna, kobieta,
    prefer not to say, non-binary, transgender
""")
CURRENCIES: Final = listing("""
    inr, aed, usd, eur, gbp, sar, qar, omr, kwd, bhd, sgd, aud, cad, chf, try, rub, brl,
    mxn, pkr, lkr, egp, zar, jpy, cny, hkd, nzd, sek, nok, dkk, pln, ₹, $, €, £, rs, rs.,
    dirham, rupees, dh, дол, руб, ₽, tl, ₺
""")
LANGUAGES: Final = listing("""
    english, hindi, arabic, french, german, spanish, russian, chinese, urdu, marathi,
    gujarati, tamil, telugu, kannada, malayalam, punjabi, bengali, portuguese, italian,
    dutch, turkish, en, hi, ar, fr, de, es, ru, zh, pt, it, nl, tr, mr, gu, ta, te, en_us,
    en_gb, en_in, en-us, en-gb, en-in, fr_fr, de_de, es_es, ar_ae, deutsch, français,
    español, العربية, हिन्दी, हिंदी, русский, türkçe, português, italiano, pt-br, pt_br
""")
PURPOSES: Final = listing("""
    buy, rent, sell, sale, lease, invest, investment, buying, selling, renting, self use,
    self-use, end use, end-use, personal use, resale, rental, buyer, seller, renter,
    tenant, landlord, investor, owner, purchase, for sale, for rent, to buy, to rent,
    to let, buy/rent, leasing, own use, primary residence, second home, holiday home,
    kaufen, mieten, kauf, miete, verkauf, eigennutzung, kapitalanlage, acheter, louer,
    achat, location, vente, investissement, résidence principale, résidence secondaire,
    compra, venta, alquiler, renta, inversión, vivir, aluguel, aluguer, locação,
    investimento, moradia, venda, arrendamento, acquisto, affitto, vendita, kopen, huren,
    koop, huur, belegging, شراء, إيجار, ايجار, بيع, استثمار, للبيع, للإيجار, سكن, खरीद,
    खरीदना, किराया, किराये पर, निवेश, बेचना, kharidna, kiraya, nivesh, satılık, kiralık,
    yatırım, oturum, покупка, аренда, продажа, инвестиции, buyer/seller, commercial,
    end user, end-user, self, oturum amaçlı, yatırım amaçlı, comprar, alquilar, vender,
    alugar, invertir, investir, تملك, स्वयं उपयोग, ذاتي, 投资, 自住, 购买, 出租, 租房, 买房, 出售,
    both, self use / end use, self occupation, end use / self use, to live in, for myself,
    living, 投資, 居住, для жизни, для проживания,
    инвестиция, инвестирование, сдача в аренду, перепродажа,
    سرمایه گذاری, خرید, اجاره, رہائش, کرایہ, سرمایہ کاری, investition, selbstnutzung,
    vermietung, habiter, investir, résider, inwestycja, zakup, wynajem
""")
PROPERTIES: Final = listing("""
    doppelhaushälfte, reihenhaus, reihenmittelhaus, mehrfamilienhaus, dachgeschosswohnung,
    baugrundstück, pavillon, longère, studio, villa individuelle, adosado, dúplex, parcela, nave,
    villetta, bilocale, trilocale, rustico, tussenwoning, vrijstaand, bovenwoning,
    apartment, apartments, flat, flats, villa, villas, townhouse, townhouses, penthouse, duplex,
    plot, plots, land, residential plot, office, offices, shop, retail, warehouse, studio,
    residential, commercial, house, independent house, row house, bungalow, builder floor,
    farm house, farmhouse, hotel apartment, showroom, industrial, full floor, building, condo,
    single family, multi family, serviced apartment, loft, compound, labour camp,
    wohnung, haus, grundstück, büro, eigentumswohnung, einfamilienhaus, gewerbe, appartement,
    maison, terrain, bureau, immeuble, piso, casa, apartamento, departamento, terreno, oficina,
    local, ático, chalet, lote, appartamento, attico, ufficio, negozio, sobrado, cobertura,
    appartement, woning, huis, kavel, daire, arsa, ofis, konut, квартира, вилла, дом, таунхаус,
    пентхаус, апартаменты, офис, участок, земля, дуплекс, студия, شقة, فيلا, أرض, مكتب, محل,
    دوبلكس, تاون هاوس, بنتهاوس, عمارة, مستودع, استوديو, فلیٹ, مکان, फ्लैट, मकान, विला, प्लॉट,
    दुकान, फ्लॅट, 公寓, 别墅, 住宅, 写字楼, 商铺, 土地, 联排别墅, マンション, 戸建て, 土地, 아파트,
    오피스텔, 빌라
""")
SCORES: Final = listing("""
    hot, warm, cold, high, medium, low, a, b, c, d, a+, very hot, lukewarm, heiß, kalt,
    chaud, tiède, froid, caliente, tibio, frío, quente, morno, frio, *, **, ***, ****,
    *****, good, average, poor, freezing, vip, acquired, active
""")
STATUSES: Final = listing("""
    new, open, contacted, not contacted, qualified, unqualified, converted, lost, won,
    closed, junk, dead, hot, warm, cold, in progress, follow up, followup, follow-up,
    interested, not interested, attempted, nurture, nurturing, working, pending, callback,
    call back, site visit, visited, negotiation, booked, dropped, active, inactive, lead,
    opportunity, customer, prospect, subscriber, neu, offen, kontaktiert, qualifiziert,
    gewonnen, verloren, in bearbeitung, nouveau, contacté, qualifié, perdu, gagné,
    en cours, à rappeler, nuevo, contactado, calificado, cualificado, perdido, ganado,
    en proceso, interesado, cerrado, novo, contatado, qualificado, ganho, em andamento,
    fechado, nuovo, contattato, perso, vinto, in corso, chiuso, nieuw, gecontacteerd,
    جديد, مهتم, غير مهتم, تم التواصل, متابعة, مغلق, नया, रुचि है, संपर्क किया, बंद, yeni,
    arandı, görüşüldü, ilgili, новый, в работе, закрыт, отказ, ringing, no answer, busy,
    switched off, rnr, sv done, wrong number, qualificato, interessato, seguimiento,
    visita, propuesta, proposta, negociação, negociación, abierto, aberto, en seguimiento,
    cita, agendado, angebot, besichtigung, visite, offre, aperto, bezichtiging, lopend,
    fresh, invalid
""")
COUNTRIES: Final = listing("""
    india, united arab emirates, uae, united states, united states of america, usa, us,
    united kingdom, uk, gb, in, ae, saudi arabia, ksa, sa, qatar, oman, kuwait, bahrain,
    pakistan, pk, bangladesh, sri lanka, nepal, china, cn, japan, singapore, sg, malaysia,
    indonesia, philippines, thailand, vietnam, australia, au, new zealand, canada, ca,
    germany, de, deutschland, france, fr, spain, es, españa, italy, it, italia,
    netherlands, nl, nederland, belgium, be, belgië, belgique, switzerland, ch, schweiz,
    suisse, austria, at, österreich, portugal, pt, brazil, brasil, br, mexico, méxico, mx,
    argentina, ar, chile, colombia, peru, perú, turkey, türkiye, tr, russia, ru, россия,
    egypt, eg, jordan, lebanon, iraq, iran, israel, south africa, za, nigeria, kenya,
    ghana, morocco, maroc, tunisia, algeria, poland, pl, sweden, norway, denmark, finland,
    ireland, ie, greece, ukraine, romania, hungary, czech republic, england, scotland,
    emirates, الإمارات, الامارات, الإمارات العربية المتحدة, السعودية,
    المملكة العربية السعودية, مصر, قطر, الكويت, عمان, البحرين, الأردن, لبنان, سوريا,
    الهند, بريطانيا, भारत, यूएई, अमेरिका, hindistan, bae, rusya, almanya, indien,
    royaume-uni, états-unis, emiratos árabes unidos, vereinigte arabische emirate,
    émirats arabes unis, großbritannien, vereinigtes königreich, reino unido,
    estados unidos, оаэ, индия
""")
PEOPLES: Final = listing("""
    indian, emirati, british, american, pakistani, egyptian, russian, german, french, canadian,
    syrian, lebanese, jordanian, chinese, italian, spanish, dutch, turkish, saudi, kuwaiti,
    iranian, iraqi, omani, qatari, bahraini, bangladeshi, sri lankan, nepali, filipino, ukrainian,
    kazakh, australian, irish, swiss, swedish, south african, nigerian, kenyan, moroccan,
    palestinian, yemeni, sudanese, إماراتي, سعودي, مصري, هندي, أردني
""")
PLACES: Final = listing("""
    mumbai, delhi, new delhi, bengaluru, bangalore, hyderabad, chennai, kolkata, pune,
    ahmedabad, surat, jaipur, lucknow, noida, gurgaon, gurugram, ghaziabad, faridabad,
    indore, nagpur, thane, navi mumbai, kochi, chandigarh, goa, bhopal, dubai, abu dhabi,
    sharjah, ajman, ras al khaimah, fujairah, riyadh, jeddah, dammam, doha, muscat,
    kuwait city, manama, london, manchester, birmingham, edinburgh, new york, los angeles,
    austin, chicago, houston, miami, san francisco, seattle, boston, dallas, toronto,
    vancouver, sydney, melbourne, singapore, hong kong, berlin, münchen, munich, hamburg,
    köln, frankfurt, stuttgart, wien, zürich, paris, lyon, marseille, nice, bordeaux,
    toulouse, lille, nantes, madrid, barcelona, valencia, sevilla, málaga, roma, milano,
    napoli, torino, firenze, amsterdam, rotterdam, utrecht, den haag, bruxelles,
    antwerpen, lisboa, porto, são paulo, rio de janeiro, belo horizonte, curitiba,
    ciudad de méxico, guadalajara, monterrey, bogotá, medellín, lima, buenos aires,
    santiago, istanbul, i̇stanbul, ankara, izmir, i̇zmir, antalya, moscow, москва,
    санкт-петербург, cairo, القاهرة, دبي, أبوظبي, أبو ظبي, الشارقة, الرياض, جدة, الدمام,
    الدوحة, عجمان, मुंबई, दिल्ली, नई दिल्ली, पुणे, बेंगलुरु, जयपुर, लखनऊ, नोएडा,
    गुरुग्राम, इंदौर, भोपाल, अहमदाबाद, maharashtra, karnataka, haryana, gujarat,
    tamil nadu, kerala, rajasthan, uttar pradesh, telangana, west bengal, punjab,
    california, texas, florida, ontario, bayern, bavaria, hessen, catalunya, cataluña,
    andalucía, lazio, lombardia, île-de-france, sp, rj, mg, ka, mh, tx, ca, ny, fl,
    toscana, comunidad de madrid, cdmx, jalisco, nuevo león, noord-holland, zuid-holland,
    tn, dl, up, hr, gj, ap, ts
""")
ORG_WORDS: Final = listing("""
    llp, ltd, limited, pvt, llc, inc, corp, gmbh, ag, kg, sarl, sas, sa, srl, spa, bv, nv, fze,
    fzco, dmcc, pjsc, plc, sl, lda, ltda, holding, holdings, group, realty, properties, estates,
    infra, developers, builders, trading, capital, ventures, solutions, technologies,
    industries, enterprises, immobilien, immobilier, inmobiliaria, imobiliária, bank, co,
    company, associates, consultants, services, partners, inversiones, conseil, ug, eurl, as,
    aş, ooo, ооо, شركة, مؤسسة, مجموعة, şti, eireli, me, cv, vastgoed, immobiliare, corporation,
    corp, company, technology, systems, consulting, consultancy, logistics, industries,
    textiles, motors, automobiles, jewellers, traders, hospital, hospitals, pharma,
    pharmaceuticals, academy, university, college, institute, labs, softlabs, softwares,
    infotech, infosystems, infrastructure, constructions, exports, imports, contracting,
    hospitality, foods, hotels, resorts, travels, tours, airlines, airways, finserv,
    diagnostics, chemicals, enterprise, agencies, realtors, realty, brokers, clinic, foundation,
    electronics, electricals, components, investments, international, insurance, bakery,
    builders, steels, polymers, packaging, advisors, developments, construction
""")
