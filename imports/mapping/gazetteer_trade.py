"""Values of trade: where leads come from, steps of a deal, lines of business, words of streets."""

from typing import Final

from imports.mapping.folding import word_set
from imports.mapping.gazetteer import listing

SOURCES: Final = listing("""
    website, web, web form, webform, website form, landing page, facebook, facebook ads, fb, fb
    ads, meta, meta ads, instagram, insta, google, google ads, google adwords, adwords,
    linkedin, youtube, twitter, tiktok, whatsapp, magicbricks, magic bricks, 99acres, 99 acres,
    housing, housing.com, nobroker, squareyards, square yards, commonfloor, makaan, proptiger,
    olx, quikr, justdial, sulekha, indiamart, property finder, propertyfinder, bayut, dubizzle,
    zillow, realtor.com, trulia, rightmove, zoopla, immoscout24, immobilienscout24, immowelt,
    seloger, leboncoin, idealista, fotocasa, pisos.com, immobiliare.it, funda, referral,
    reference, walk-in, walk in, walkin, newspaper, print ad, hoarding, billboard, radio, tv,
    sms, email campaign, emailer, exhibition, expo, property expo, event, roadshow, seminar,
    webinar, cold call, cold calling, channel partner, broker, word of mouth, friend, friends,
    friend / family, organic, direct, direct traffic, paid search, organic search, organic
    social, paid social, offline, sms blast, portal, portals, trade show, advertisement,
    partner, employee referral, external referral, chat, live chat, call center, existing
    client, existing customer, old client, repeat, signboard, site board, leaflet, flyer,
    brochure, empfehlung, messe, anzeige, flyer, webseite, bouche a oreille, site web, salon,
    recommandation, parrainage, recomendación, referido, feria, oficina, passaparola, fiera,
    aanbeveling, beurs
""")
STAGES: Final = listing("""
    new, qualification, qualified, needs analysis, value proposition, id. decision makers,
    perception analysis, proposal, proposal/price quote, proposal sent, negotiation,
    negotiation/review, negotiating, closed won, closed lost, won, lost, contract, contract
    sent, agreement, registered, registration, booking, booked, eoi, token, token paid, site
    visit, site visit done, site visit scheduled, visit, visited, shortlisted, quotation,
    quoted, offer, offer made, under offer, under contract, mou, spa, spa signed, handover,
    handed over, possession, cancelled, canceled, on hold, prospecting, prospect, discovery,
    demo, demo scheduled, presentation, presentation scheduled, decision maker bought-in,
    appointment scheduled, contacted, in negotiation, commitment, documentation, loan, loan
    processing, payment, invoiced, executed, angebot, verhandlung, abschluss, gewonnen,
    verloren, reserviert, offre, compromis, acte, négociation, signé, propuesta, negociación,
    reserva, arras, escritura, ganado, perdido
""")
DIRECTIONS: Final = listing("""
    incoming, outgoing, inbound, outbound, missed, received, dialled, dialed, in-bound,
    out-bound, eingehend, ausgehend, entrant, sortant, entrante, saliente, entrata, uscita,
    inkomend, uitgaand, recibida, realizada, missed call, incoming call, outgoing call
""")
INDUSTRIES: Final = listing("""
    it, it services, information technology, software, technology, education, healthcare, health
    care, logistics, media, real estate, food & beverages, food and beverages, f&b, retail,
    manufacturing, banking, finance, financial services, insurance, bfsi, consulting,
    construction, hospitality, hotels, travel, tourism, travel & tourism, pharma,
    pharmaceuticals, automotive, automobile, energy, oil & gas, oil and gas, power, telecom,
    telecommunications, textile, textiles, agriculture, chemicals, mining, steel, shipping,
    aviation, government, public sector, legal, legal services, accounting, advertising,
    marketing, entertainment, fmcg, consumer goods, e-commerce, ecommerce, engineering,
    infrastructure, biotechnology, non-profit, ngo, electronics, apparel, fashion, jewellery,
    trading, professional services, staffing, recruitment, security, utilities, transport,
    transportation, warehousing, wholesale, architecture, interior design, internet, gaming,
    defence, immobilien, handel, gesundheit, bildung, bau, immobilier, commerce, santé,
    bâtiment, inmobiliario, comercio, salud, construcción, educación, turismo
""")
STATES: Final = listing("""
    maharashtra, karnataka, haryana, gujarat, tamil nadu, kerala, rajasthan, uttar pradesh,
    telangana, west bengal, punjab, madhya pradesh, andhra pradesh, bihar, odisha, assam,
    jharkhand, uttarakhand, himachal pradesh, chhattisgarh, california, texas, florida, new
    jersey, illinois, massachusetts, washington, georgia, ohio, pennsylvania, virginia,
    colorado, arizona, nevada, ontario, quebec, british columbia, new south wales, queensland,
    bayern, hessen, sachsen, niedersachsen, bavaria, baden-württemberg, nordrhein-westfalen,
    catalunya, cataluña, andalucía, lombardia, lazio, toscana, île-de-france, occitanie,
    bretagne, normandie, jalisco, nuevo león, noord-holland, zuid-holland, mh, ka, tn, tx, fl,
    nj, il, rj, mg, hr, gj, up, ts, ap, wb, mp
""")
# Towns beside those of the first list.
TOWNS: Final = listing("""
    nashik, vadodara, coimbatore, visakhapatnam, vizag, mysore, mysuru, mangalore, mangaluru,
    patna, ranchi, raipur, bhubaneswar, guwahati, dehradun, ludhiana, amritsar, jodhpur,
    udaipur, kanpur, agra, varanasi, meerut, rajkot, aurangabad, trivandrum, thiruvananthapuram,
    kozhikode, calicut, madurai, vijayawada, mohali, panchkula, panvel, kalyan, vasai, cochin,
    greater noida, gandhinagar, al ain, umm al quwain, mecca, medina, khobar, salalah, amman,
    beirut, baghdad, kuwait, tehran, leeds, bristol, liverpool, glasgow, sheffield, nottingham,
    cardiff, belfast, oxford, cambridge, leicester, coventry, brighton, york, reading,
    southampton, edison, jersey city, san jose, san diego, philadelphia, phoenix, atlanta,
    denver, orlando, tampa, fremont, irving, plano, charlotte, sacramento, portland, washington,
    las vegas, detroit, minneapolis, ottawa, montreal, calgary, edmonton, brampton, mississauga,
    brisbane, perth, adelaide, canberra, auckland, wellington, dublin, düsseldorf, dortmund,
    essen, leipzig, dresden, hannover, nürnberg, bremen, bonn, mannheim, karlsruhe, freiburg,
    augsburg, salzburg, graz, basel, bern, genf, genève, lausanne, strasbourg, montpellier,
    rennes, nîmes, avignon, cannes, antibes, grenoble, reims, aix-en-provence, zaragoza, murcia,
    alicante, palma, bilbao, granada, córdoba, marbella, estepona, mijas, fuengirola,
    benalmádena, torremolinos, vigo, gijón, bologna, genova, palermo, bari, verona, venezia,
    eindhoven, groningen, gent, brugge, faro, braga, coimbra, brasília, salvador, fortaleza,
    recife, puebla, querétaro, mérida, cancún, tijuana, kathmandu, dhaka, colombo, karachi,
    lahore, islamabad, kuala lumpur, jakarta, manila, bangkok, hanoi, tokyo, osaka, seoul,
    shanghai, beijing, shenzhen, nairobi, lagos, accra, johannesburg, cape town, durban,
    casablanca, tunis, alexandria, giza, warszawa, kraków, praha, budapest, bucurești, athens,
    kyiv, oslo, stockholm, helsinki, copenhagen
""")
# A word of these beside a number makes a cell an address.
STREET_WORDS: Final = word_set("""
    road rd street st avenue ave lane ln drive dr boulevard blvd mews close crescent terrace court
    way square sq flat apt apartment suite plot block sector phase floor tower villa house building
    bldg chs society nagar marg cross main residency layout colony enclave gali chowk circle colony
    box building village highway hwy park garden gardens wing shop office unit
    straße strasse str weg platz allee gasse rue chemin impasse route quai place avenue cours
    calle avenida avda plaza paseo carretera urbanización urb via viale piazza corso vicolo rua
    praça travessa straat laan weg plein gracht
""")
