# ruff: noqa: RUF001 -- letters of other alphabets are meant
"""Names of the usual columns in further languages, one language after the other in each entry."""

PHRASES = {
    "full_name": """
        imię i nazwisko, klient, nazwa klienta, fullständigt namn, namn, kund, kundnamn,
        fulde navn, navn, jméno a příjmení, nume complet, numele clientului, 姓名, 客户姓名,
        客户名称, 联系人, 氏名, 名前, お客様名, 顧客名, 이름, 성명, nama, nama lengkap,
        nama pelanggan, نام, نام کامل, نام مشتری, पूर्ण नाव, नाव, ग्राहकाचे नाव, નામ,
        ગ્રાહકનું નામ, ім'я та прізвище, піб, клієнт, ονοματεπώνυμο, שם מלא, họ và tên, ชื่อ,
        পুরো নাম, முழு பெயர், పేరు, ಹೆಸರು, പേര്""",
    "given_name": """
        imię, förnamn, fornavn, jméno, křestní jméno, prenume, keresztnév, 名, 名字, nama depan,
        نام کوچک, ім'я, όνομα, שם פרטי, tên, etunimi, पहिले नाव""",
    "family_name": """
        nazwisko, efternamn, efternavn, etternavn, příjmení, nume de familie, vezetéknév, 姓,
        姓氏, nama belakang, نام خانوادگی, прізвище, επώνυμο, שם משפחה, họ, sukunimi, आडनाव""",
    "email": """
        adres e mail, poczta, e post, e postadress, epost, email cím, adresa de email, 邮箱,
        电子邮件, 电子邮箱, メール, メールアドレス, 이메일, surel, alamat email, ایمیل,
        ई मेल पत्ता, електронна пошта, ηλεκτρονικό ταχυδρομείο, דוא ל, sähköposti, pošta""",
    "phone": """
        telefon, numer telefonu, komórka, telefon komórkowy, telefonnummer, mobilnummer,
        mobiltelefon, telefonní číslo, telefonszám, număr de telefon, 电话, 手机, 手机号,
        手机号码, 联系电话, 電話, 電話番号, 携帯電話, 전화, 전화번호, 휴대폰, nomor telepon,
        no hp, telepon, no telepon, handphone, nomor hp, تلفن, شماره تلفن, موبایل, شماره موبایل,
        شماره تماس, फोन क्रमांक, मोबाईल क्रमांक, मोबाइल क्रमांक, મોબાઇલ નંબર, ફોન નંબર,
        номер телефону, мобільний, τηλέφωνο, κινητό, טלפון, נייד, số điện thoại, โทรศัพท์,
        เบอร์โทร, puhelin, మొబైల్ నంబర్, கைபேசி எண்""",
    "company": """
        nazwa firmy, företag, virksomhed, bedrift, společnost, companie, cég, 公司, 公司名称,
        会社, 会社名, 회사, 회사명, perusahaan, nama perusahaan, شرکت, نام شرکت, कंपनीचे नाव,
        компанія, εταιρεία, חברה, công ty, บริษัท, yritys""",
    "job_title": """
        stanowisko, befattning, stilling, pozice, funcție, beosztás, 职位, 职务, 役職, 직책,
        jabatan, سمت, посада, θέση, תפקיד, chức vụ, tehtävänimike""",
    "street": """
        ulica, gatuadress, gata, gade, utca, 地址, 住所, 주소, alamat, آدرس, पत्ता, સરનામું,
        адреса, διεύθυνση, כתובת, địa chỉ, osoite""",
    "city": """
        miasto, stad, by, město, oraș, város, 城市, 市, 도시, kota, شهر, શહેર, місто, πόλη, עיר,
        thành phố, kaupunki""",
    "state": "województwo, län, kraj správní, județ, 省, 省份, 都道府県, provinsi, استان, область",
    "postal_code": """
        kod pocztowy, postnummer, psč, cod poștal, irányítószám, 邮编, 邮政编码, 郵便番号,
        우편번호, kode pos, کد پستی, поштовий індекс, ταχυδρομικός κώδικας, מיקוד""",
    "country": """
        kraj, stát, țară, ország, 国家, 国, 국가, negara, کشور, країна, χώρα, מדינה, quốc gia,
        maa""",
    "date_of_birth": """
        data urodzenia, födelsedatum, fødselsdato, datum narození, data nașterii, 生日,
        出生日期, 生年月日, 생년월일, tanggal lahir, تاریخ تولد, जन्म दिनांक, дата народження,
        ngày sinh""",
    "notes": """
        uwagi, notatki, komentarz, anteckningar, noteringar, bemærkninger, kommentar, poznámka,
        poznámky, observații, megjegyzés, 备注, 备考, 備考, メモ, 비고, 메모, catatan,
        keterangan, توضیحات, یادداشت, टिप, शेरा, નોંધ, примітки, коментар, σχόλια, הערות,
        ghi chú, หมายเหตุ""",
    "owner": """
        opiekun, handlowiec, przypisany do, ansvarig, handläggare, ansvarlig, odpovědná osoba,
        负责人, 销售, 担当者, 담당자, penanggung jawab, کارشناس, відповідальний""",
    "lead_source": """
        źródło, źródło leada, källa, kilde, zdroj, sursă, 来源, 客户来源, 流入経路, 유입경로,
        sumber, منبع, نحوه آشنایی, джерело, πηγή, מקור""",
    "contact.lead_status": """
        status leada, stav, 状态, 客户状态, ステータス, 상태, وضعیت, статус ліда, κατάσταση,
        סטטוס, trạng thái""",
    "created_at": """
        data utworzenia, data dodania, data zgłoszenia, skapad, skapad datum, oprettet,
        opprettet, vytvořeno, 创建时间, 创建日期, 登録日, 作成日, 등록일, tanggal dibuat,
        tanggal, تاریخ ثبت, дата створення""",
    "updated_at": """
        data modyfikacji, ändrad, senast ändrad, 更新时间, 更新日, 수정일, tanggal diubah,
        дата зміни""",
    "contact.next_followup_at": """
        następny kontakt, nästa kontakt, 下次跟进时间, 次回連絡日, tindak lanjut""",
    "last_activity_at": """
        ostatni kontakt, senaste kontakt, 最后跟进时间, 最終連絡日, kontak terakhir""",
    "contact.budget": """
        budżet, cena, pris, rozpočet, 预算, 予算, 예산, anggaran, بودجه, बजेट, બજેટ, бюджет,
        προϋπολογισμός, תקציב, ngân sách""",
    "contact.property_type": """
        typ nieruchomości, rodzaj nieruchomości, bostadstyp, 物业类型, 物件種別, tipe properti,
        نوع ملک""",
    "contact.location_preference": "lokalizacja, område, 区域, 希望エリア, lokasi, محله, منطقه",
    "contact.unit_config": """
        liczba pokoi, pokoje, antal rum, 户型, 間取り, jumlah kamar, تعداد اتاق""",
    "contact.area_size": "powierzchnia, metraż, yta, 面积, 面積, luas, متراژ",
    "gender": "płeć, kön, køn, 性别, 性別, 성별, jenis kelamin, جنسیت, стать",
    "website": "strona internetowa, webbplats, hemsida, hjemmeside, 网站, 网址, situs web, وب سایت",
    "opportunity.amount": "kwota, wartość, belopp, 金额, 金額, jumlah, مبلغ, сума угоди",
    "opportunity.name": "szansa sprzedaży, affär, 商机名称, 案件名, угода",
    "activity.subject": "temat, ämne, emne, 主题, 件名",
    "activity.date": "termin, data, 日期, 日付",
    "unmapped": """
        l p, lp, 序号, 番号, 번호, nomor urut, ردیف, अनु क्रमांक, अ क्र, ક્રમ, pesel, nip,
        personnummer, organisationsnummer, ičo, dič""",
}
