"""The demo's invented organisations: (name, kind, city and country, industry, people)."""

DEVELOPERS = (
    ("Meridian Living", "Mumbai IN"),
    ("Saffron Estates", "Mumbai IN"),
    ("Kestrel Habitat", "Mumbai IN"),
    ("Banyan & Stone Developers", "Pune IN"),
    ("Lotus Crest Projects", "Hyderabad IN"),
    ("Palmyra Homes", "Bengaluru IN"),
    ("Dune & Tide Properties", "Dubai AE"),
)
BROKERS = (
    ("Seaface Realty Advisors", "Mumbai IN", "A51800000101"),
    ("Harbour Lane Consultants", "Mumbai IN", "A51800000102"),
    ("Neem Tree Properties", "Pune IN", "A52100000103"),
    ("Charminar Realty Partners", "Hyderabad IN", "A02400000104"),
    ("Garden City Homes", "Bengaluru IN", "A51900000105"),
    ("Creekside Brokers", "Dubai AE", "ORN 00106"),
    ("Oryx Prime Real Estate", "Dubai AE", "ORN 00107"),
    ("Palm Route Property Services", "Dubai AE", "ORN 00108"),
    ("Saadiyat Bridge Realty", "Abu Dhabi AE", "ORN 00109"),
)
COMPANIES = (
    ("Zaveri Gems Private Limited", "Mumbai IN", "Gems and jewellery"),
    ("Northstar Pharma Exports", "Ahmedabad IN", "Pharmaceuticals"),
    ("Bajoria Textiles", "Kolkata IN", "Textiles"),
    ("Cauvery Software Services", "Bengaluru IN", "Software"),
    ("Deccan Cold Chain", "Hyderabad IN", "Logistics"),
    ("Kohli Hospitality Group", "New Delhi IN", "Hotels"),
    ("Lalwani General Trading", "Dubai AE", "Trading"),
    ("Falcon Ridge Capital", "Dubai AE", "Asset management"),
    ("Gulf Meridian Shipping", "Abu Dhabi AE", "Shipping"),
    ("Subramanian & Partners", "Chennai IN", "Legal services"),
    ("Wadia Precision Works", "Pune IN", "Engineering"),
    ("Blue Lantern Studios", "Mumbai IN", "Film production"),
)
# families hold property in these: the family name comes from the first member linked
FAMILY_ENTITIES = (
    ("{family} HUF", "huf"),
    ("{family} Family Trust", "trust"),
    ("{family} Holdings LLP", "llp_llc"),
    ("{family} HUF", "huf"),
    ("{family} Heritage Trust", "trust"),
    ("{family} Brothers", "partnership"),
    ("{family} HUF", "huf"),
    ("{family} Ventures LLC", "llp_llc"),
    ("{family} Foundation Trust", "trust"),
    ("{family} HUF", "huf"),
    ("{family} Estates LLP", "llp_llc"),
)
BANK = ("Coromandel Bank Home Loans", "Mumbai IN")
