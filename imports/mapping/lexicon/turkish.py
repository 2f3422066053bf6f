# ruff: noqa: RUF001 -- letters of other alphabets are meant
"""Turkish names of columns."""

PHRASES = {
    "account.parent": """
        bağlı olduğu holding, bağlı olduğu şirket, ana firma, holding""",
    "account.type": """
        firma tipi, şirket tipi, firma türü""",
    "full_name": """
        ad soyad, adı soyadı, isim soyisim, müşteri adı, müşteri, tam ad, tam adı, yetkili kişi,
        ilgili kişi, kişi, isim soyad, müşteri adı soyadı, ad soyadı, adınız soyadınız, alıcı,
        görünen ad, kişi adı""",
    "given_name": "ad, adı, isim, ilk ad, ilk adı",
    "family_name": "soyad, soyadı, soyisim, soy isim",
    "middle_name": "ikinci ad, ikinci adı, orta ad",
    "honorific": "hitap, unvan ön ek",
    "job_title": "unvan, ünvan, görev, meslek, pozisyon, iş unvanı, görevi",
    "department": "departman, bölüm",
    "company": "şirket, şirket adı, firma, firma adı, kurum, kuruluş, işyeri",
    "gender": "cinsiyet",
    "date_of_birth": "doğum tarihi, doğum günü, d tarihi",
    "nationality": "uyruk, uyruğu, vatandaşlık",
    "language": "dil, konuştuğu dil",
    "email": """
        e posta, eposta, e posta adresi, eposta adresi, mail adresi, elektronik posta,
        iş e postası""",
    "phone": """
        telefon, telefon numarası, cep telefonu, cep, gsm, cep tel, sabit telefon, iş telefonu,
        ev telefonu, telefon no, faks, cep no, telefon 2, mobil, ikinci telefon,
        irtibat numarası, iletişim numarası, cep numarası, iletişim no""",
    "whatsapp": "whatsapp numarası, whatsapp hattı, whatsapp no",
    "website": "web sitesi, internet sitesi, web adresi",
    "address_full": "açık adres, tam adres",
    "street": "adres, sokak, cadde, adres satırı 1, cadde sokak",
    "city": "şehir, il, ilçe, şehir il, yaşadığı şehir",
    "state": "eyalet, bölge",
    "postal_code": "posta kodu",
    "country": "ülke, ülkesi, yaşadığı ülke",
    "owner": """
        sorumlu, danışman, temsilci, müşteri temsilcisi, satış temsilcisi, atanan, atanan kişi,
        atanan uzman, uzman, sorumlu kişi, emlak danışmanı, satış danışmanı, yetkili danışman""",
    "lead_source": """
        kaynak, müşteri kaynağı, kanal, bizi nereden duydunuz, geliş kaynağı, lead kaynağı""",
    "contact.lead_status": "durum, durumu, aşama, müşteri durumu, lead durumu",
    "contact.lead_score": "puan, skor",
    "campaign": "kampanya, kampanya adı",
    "contact.referred_by": "referans, yönlendiren, tavsiye eden",
    "tags": "etiket, etiketler, kategori, grup, gruplar",
    "notes": """
        not, notlar, açıklama, yorum, mesaj, talep, görüşme notu, açıklamalar, görüşme notları,
        ek bilgi""",
    "created_at": """
        oluşturulma tarihi, kayıt tarihi, oluşturma tarihi, eklenme tarihi, başvuru tarihi,
        talep tarihi, oluşturulma, kayıt zamanı""",
    "updated_at": "güncelleme tarihi, son güncelleme, değiştirilme tarihi, güncellenme tarihi",
    "last_activity_at": """
        son görüşme, son görüşme tarihi, son arama, son iletişim, son aktivite, son temas tarihi""",
    "contact.next_followup_at": """
        sonraki görüşme, takip tarihi, hatırlatma, sonraki arama, sonraki takip,
        hatırlatma tarihi, geri arama tarihi""",
    "external_id": """
        müşteri no, müşteri numarası, müşteri kodu, kayıt no, kayıt id,
        cari kodu, cari no""",
    "email_consent": "izin, kvkk onayı, kvkk, e posta izni, pazarlama izni, ticari ileti onayı",
    "do_not_call": "arama, aranmasın, aramayın",
    "currency": "para birimi, döviz",
    "contact.property_interest": """
        proje, proje adı, ilan, ilgilendiği proje, gayrimenkul, ilgilendiği ilan, site adı""",
    "contact.location_preference": """
        semt, mahalle, tercih edilen bölge, konum, istenilen bölge, tercih bölge""",
    "contact.property_type": "emlak tipi, gayrimenkul tipi, konut tipi, mülk tipi, emlak türü",
    "contact.unit_config": "oda sayısı, daire tipi",
    "contact.area_size": "metrekare, alan, brüt m2, net m2",
    "contact.budget": "bütçe, fiyat, bütçe aralığı",
    "contact.budget_min": "minimum bütçe, en az bütçe, min bütçe, bütçe min",
    "contact.budget_max": "maksimum bütçe, en fazla bütçe, max bütçe, bütçe max",
    "contact.purpose": """
        amaç, satılık kiralık, alım amacı, işlem tipi, alım kiralama, satın alma amacı,
        talep tipi, talep türü, ilan tipi,
        yatırım mı oturum mu, yatırım veya oturum""",
    "account.name": """
        şirket adı, firma adı, şirket, firma, müşteri, ünvan, ticari unvan,
        firma ünvanı, firma unvanı, ticaret unvanı""",
    "account.industry": "sektör",
    "account.employee_count": "çalışan sayısı",
    "account.annual_revenue": "ciro, yıllık ciro",
    "opportunity.name": "fırsat, fırsat adı, anlaşma, konu, anlaşma adı, başlık",
    "opportunity.amount": "tutar, değer, satış tutarı, bedel",
    "opportunity.close_date": "kapanış tarihi, tahmini kapanış, tahmini kapanış tarihi",
    "opportunity.stage": "aşama, satış aşaması",
    "opportunity.status": "durum",
    "opportunity.probability": "olasılık",
    "opportunity.lost_reason": "kaybetme nedeni, kayıp nedeni",
    "opportunity.contact": "müşteri, kişi, alıcı, müşteri adı",
    "opportunity.account": "şirket, firma, şirket adı",
    "activity.subject": "konu, başlık, görev",
    "activity.type": "tür, tip, aktivite tipi, aktivite türü",
    "activity.date": "tarih, bitiş tarihi, başlangıç tarihi",
    "activity.time": "saat",
    "activity.duration": "süre",
    "activity.status": "durum, tamamlandı",
    "activity.body": "açıklama, not, notlar, detay",
    "activity.contact": "kişi, müşteri, müşteri adı",
    "activity.account": "şirket, firma",
    "activity.owner": "sorumlu, kullanıcı, temsilci, atanan",
    "unmapped": """
        sıra no, sıra, no, ilan no, tc kimlik no, kimlik no, vergi no, vergi dairesi, aktif,
        kat, kredi, medeni hal, yaş, ekleyen, oluşturan, portföy no""",
}
