"""Hindi names of columns, in Devanagari and in Latin letters."""

PHRASES = {
    "full_name": """
        नाम, पूरा नाम, ग्राहक का नाम, ग्राहक नाम, ग्राहक, क्लाइंट का नाम, क्लाइंट, संपर्क नाम,
        खरीदार का नाम, व्यक्ति का नाम, संपर्क व्यक्ति, पार्टी का नाम, naam, pura naam,
        poora naam, grahak ka naam, grahak naam, customer ka naam, client ka naam, aapka naam,
        party ka naam, नाम पूरा, क्रेता का नाम, कस्टमर का नाम, आपका नाम, आवेदक का नाम,
        किरायेदार का नाम, ग्राहक का पूरा नाम,
        shubh naam, aapka shubh naam, nam, customer ka nam, malik, malik ka naam, kiska naam,
        owner ka naam, vyakti ka naam""",
    "given_name": "पहला नाम, प्रथम नाम, pehla naam, pahla naam",
    "family_name": "उपनाम, अंतिम नाम, कुलनाम, सरनेम, upnaam, surname hindi, aakhri naam",
    "middle_name": "मध्य नाम, बीच का नाम",
    "honorific": "संबोधन, अभिवादन, श्री श्रीमती",
    "job_title": """
        पद, पदनाम, नौकरी, व्यवसाय, पेशा, pad, pesha, vyavsay, काम, naukri,
        kaam, kaam dhanda, kaam dhandha, dhanda, dhandha, kaam kaaj, vyapar, kya kaam""",
    "department": "विभाग",
    "company": """
        कंपनी, कंपनी का नाम, कम्पनी, संस्था, फर्म, company ka naam, फर्म का नाम, संगठन,
        कम्पनी का नाम,
        dukaan, dukan, dukaan ka naam, company dukaan, firm ka naam, daftar, karobar""",
    "gender": "लिंग, ling",
    "date_of_birth": """
        जन्म तिथि, जन्मतिथि, जन्म तारीख, जन्मदिन, janm tithi, janam tithi, janm tarikh,
        जन्म दिनांक, जन्म की तारीख""",
    "nationality": "राष्ट्रीयता, नागरिकता",
    "language": "भाषा, bhasha",
    "email": "ईमेल, ई मेल, ईमेल आईडी, ईमेल पता, मेल, ई मेल आईडी, ई मेल पता, मेल आईडी, इमेल",
    "phone": """
        फोन, फ़ोन, फोन नंबर, मोबाइल, मोबाइल नंबर, मोबाईल नंबर, संपर्क नंबर, दूरभाष,
        सम्पर्क नंबर, मो नंबर, दूसरा नंबर, वैकल्पिक नंबर, मोबाइल न, मोबाईल, phone number hindi,
        mobile no hindi, sampark number, dusra number, doosra number, ghar ka number,
        मोबाइल नम्बर, फोन नम्बर, संपर्क, नंबर, दूरभाष नंबर, वैकल्पिक मोबाइल, घर का नंबर, फैक्स,
        मो न, दूसरा मोबाइल नंबर, अन्य नंबर, dusra mobile, aapka number""",
    "whatsapp": """
        व्हाट्सएप, व्हाट्सएप नंबर, वाट्सएप, व्हाट्सऐप, व्हाट्सअप नंबर, वाट्सएप नंबर,
        व्हाट्सऐप नंबर, व्हाट्सप्प, व्हाट्सएप्प नंबर, व्हाट्सएप्प""",
    "website": "वेबसाइट",
    "address_full": "पूरा पता, pura pata, स्थायी पता, निवास का पता",
    "street": "पता, गली, सड़क, pata, address pata",
    "city": """
        शहर, नगर, shahar, sheher, shehar, गाँव, गांव, कस्बा, गाँव शहर, निवास शहर,
        gaon, gaanv, kasba, rehne ki jagah, niwas""",
    "state": "राज्य, प्रदेश, rajya, जिला",
    "postal_code": "पिन कोड, पिनकोड, डाक कोड, पिन",
    "country": "देश, desh",
    "owner": """
        एजेंट, प्रतिनिधि, सौंपा गया, जिम्मेदार, विक्रेता प्रतिनिधि, प्रबंधक, सेल्स व्यक्ति,
        सेल्स एजेंट, किसको सौंपा, कर्मचारी, संबंध प्रबंधक, दलाल, सेल्समैन,
        सेल्स अधिकारी, बिक्री अधिकारी""",
    "lead_source": """
        स्रोत, लीड स्रोत, माध्यम, sroot, srot, kahan se aaya, कहाँ से पता चला, सोर्स,
        लीड का स्रोत, लीड सोर्स,
        जानकारी कहाँ से मिली, कहाँ से पता चला""",
    "contact.lead_status": """
        स्थिति, लीड स्थिति, स्टेटस, दशा, sthiti, वर्तमान स्थिति, लीड स्टेटस, अवस्था,
        halat, haalat, haal, abhi ki halat, mood, kya hua""",
    "contact.lead_score": "स्कोर, रेटिंग",
    "campaign": "अभियान, कैंपेन",
    "contact.referred_by": """
        संदर्भ, किसके द्वारा, रेफरेंस, kiske dwara, सिफारिश,
        किसने भेजा,
        kisne bheja, kiske through, kiske zariye, jaan pehchan""",
    "tags": "टैग, श्रेणी, वर्ग, समूह",
    "notes": """
        टिप्पणी, टिप्पणियाँ, नोट, नोट्स, विवरण, संदेश, रिमार्क, अभ्युक्ति, tippani, vivran,
        पूछताछ, आवश्यकता, zaroorat, बातचीत, रिमार्क्स, विशेष टिप्पणी, कैफियत, jarurat,
        baatcheet, जरूरत, टिप्पणियां,
        kuch aur, aur kuch, kuch poochna hai, kuch puchna hai, koi sawal, kuch kehna hai,
        kuch aur baat, aur baat, baat, khaas baat, kya bola, kya kaha, kya
        baat hui""",
    "created_at": """
        तारीख, दिनांक, तिथि, पूछताछ की तारीख, बनाया गया, पंजीकरण तिथि, tarikh, taarikh, tareekh,
        dinank, दर्ज तिथि, पूछताछ दिनांक, एंट्री तारीख, पंजीकरण दिनांक, लीड की तारीख,
        पूछताछ तिथि, पंजीकरण की तारीख,
        join kiya, joda gaya, kab se, aane ki tarikh, jodne ki tarikh""",
    "updated_at": "अद्यतन तिथि, अंतिम अद्यतन, अपडेट तारीख, संशोधित",
    "last_activity_at": """
        अंतिम संपर्क, पिछला संपर्क, आखिरी कॉल, pichla sampark, aakhri call, अंतिम बातचीत,
        अंतिम कॉल, पिछली कॉल, अंतिम संपर्क तिथि, आखिरी संपर्क,
        pichla call, pichla phone, pichli baar, aakhri baat, pichli baat, aakhri baar""",
    "contact.next_followup_at": """
        अगला फॉलोअप, अगला संपर्क, अगली कॉल, फॉलोअप तारीख, agla followup, agli call, अगली तारीख,
        फॉलो अप, फॉलोअप, अगला फॉलो अप, agli tarikh, phir kab call karna, अगला कॉल, अगली बातचीत,
        फॉलो अप तारीख,
        agla phone, agla call, agli baar, agli mulakat, agla visit, agli visit, dobara call,
        dobara phone, phir phone, phir call, wapas call, agla din""",
    "external_id": "ग्राहक आईडी, ग्राहक संख्या, आईडी, लीड आईडी, ग्राहक क्रमांक",
    "email_consent": "सहमति",
    "do_not_call": "कॉल न करें, call mat karo, कॉल नहीं करें",
    "currency": "मुद्रा",
    "contact.property_interest": """
        परियोजना, प्रोजेक्ट, संपत्ति, प्रोजेक्ट का नाम, रुचि, प्रॉपर्टी, project ka naam,
        परियोजना का नाम, सोसायटी, इच्छित प्रोजेक्ट, ruchi, प्रोजेक्ट में रुचि,
        पसंदीदा प्रोजेक्ट, इमारत का नाम""",
    "contact.location_preference": """
        इलाका, स्थान, पसंदीदा स्थान, क्षेत्र, ilaka, jagah, पसंदीदा इलाका, लोकेशन, जगह,
        kaunsa ilaka, मनपसंद इलाका""",
    "contact.property_type": """
        संपत्ति का प्रकार, प्रॉपर्टी का प्रकार, मकान का प्रकार, property ka prakar, प्रकार,
        प्रॉपर्टी प्रकार, संपत्ति प्रकार, प्रॉपर्टी टाइप""",
    "contact.unit_config": """
        बीएचके, कमरे, कमरों की संख्या, kamre, kitne kamre, शयनकक्ष, बेडरूम, कितने बीएचके,
        कॉन्फ़िगरेशन""",
    "contact.area_size": "क्षेत्रफल, वर्ग फुट, आकार, साइज, एरिया, kshetrafal, वर्गफुट",
    "contact.budget": """
        बजट, कीमत, मूल्य, kimat, keemat, kitna budget, bajat, बजट राशि, बजट लाख में,
        budget kitna hai""",
    "contact.budget_min": "न्यूनतम बजट, कम से कम बजट, बजट से",
    "contact.budget_max": "अधिकतम बजट, ज्यादा से ज्यादा बजट, बजट तक",
    "contact.purpose": """
        उद्देश्य, खरीद किराया, मकसद, uddeshya, kharidna ya kiraya, खरीदना है या किराया,
        खरीद बिक्री, खरीदना किराया, kharid kiraya, प्रयोजन""",
    "account.name": "कंपनी का नाम, कंपनी, फर्म का नाम, संस्था का नाम, नाम",
    "account.industry": "उद्योग, क्षेत्र",
    "opportunity.name": "सौदा, सौदे का नाम",
    "opportunity.amount": "राशि, रकम, मूल्य, कीमत, raashi, rakam",
    "opportunity.stage": "चरण",
    "opportunity.status": "स्थिति",
    "activity.subject": "विषय, शीर्षक",
    "activity.type": "प्रकार, गतिविधि प्रकार",
    "activity.date": "तारीख, दिनांक, तिथि",
    "activity.time": "समय, samay",
    "activity.duration": "अवधि",
    "activity.status": "स्थिति",
    "activity.body": "विवरण, टिप्पणी, नोट",
    "activity.contact": "ग्राहक, ग्राहक का नाम, नाम, संपर्क",
    "activity.owner": "एजेंट, कर्मचारी, जिम्मेदार",
    "unmapped": """
        क्रमांक, क्र, क्र सं, क्रम संख्या, क्रम, kramank, एस नं, अनुक्रमांक, आधार नंबर,
        पैन नंबर, पिता का नाम, पति का नाम, उम्र, आयु, फ्लैट नंबर, मंजिल, साइट विजिट,
        साइट विज़िट, वैवाहिक स्थिति, लोन, क्र स, यूनिट नंबर, जाति, आय,
        umar, biwi ka naam, pati ka naam, pita ka naam, bachche, shaadi, rishta""",
}
