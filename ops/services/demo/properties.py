"""The demo's invented developments and what they offer."""

from typing import NamedTuple


class Type(NamedTuple):
    """One type of unit: carpet area in sq ft, price in millions of the project's currency."""

    code: str
    configuration: str
    bedrooms: str
    carpet: int
    price: str


class Development(NamedTuple):
    """One project; villas have no towers."""

    name: str
    developer: str
    city: str
    market: str
    country: str
    status: str
    possession: str
    towers: tuple[str, ...]
    types: tuple[Type, ...]

    @property
    def currency(self) -> str:
        """The currency of its price list."""
        return "AED" if self.country == "AE" else "INR"


DEVELOPMENTS = (
    Development(
        "Meridian Heights",
        "Meridian Living",
        "Mumbai",
        "Worli",
        "IN",
        "under_construction",
        "2028-03-31",
        ("North", "South"),
        (
            Type("3B", "3bhk", "3", 1640, "118.5"),
            Type("4B", "4bhk", "4", 2280, "176"),
            Type("PH", "penthouse", "5", 4650, "412"),
        ),
    ),
    Development(
        "Saffron Court",
        "Saffron Estates",
        "Mumbai",
        "Bandra West",
        "IN",
        "ready",
        "2025-12-15",
        ("A",),
        (Type("2B", "2bhk", "2", 960, "62.5"), Type("3B", "3bhk", "3", 1420, "97")),
    ),
    Development(
        "Kestrel Grove",
        "Kestrel Habitat",
        "Mumbai",
        "Powai",
        "IN",
        "launched",
        "2029-06-30",
        ("Kite", "Lark"),
        (
            Type("2B", "2bhk", "2", 790, "27.4"),
            Type("2.5B", "3bhk", "2.5", 985, "34.8"),
            Type("3B", "3bhk", "3", 1210, "42.6"),
        ),
    ),
    Development(
        "Banyan Terraces",
        "Banyan & Stone Developers",
        "Pune",
        "Koregaon Park",
        "IN",
        "under_construction",
        "2027-09-30",
        ("East", "West"),
        (Type("3B", "3bhk", "3", 1380, "31.5"), Type("4B", "4bhk", "4", 1960, "46")),
    ),
    Development(
        "Lotus Mansions",
        "Lotus Crest Projects",
        "Hyderabad",
        "Jubilee Hills",
        "IN",
        "under_construction",
        "2027-12-31",
        ("1",),
        (Type("4B", "4bhk", "4", 3150, "68"), Type("DX", "duplex", "5", 4800, "109")),
    ),
    Development(
        "Palmyra Villas",
        "Palmyra Homes",
        "Bengaluru",
        "Hebbal",
        "IN",
        "ready",
        "2026-02-28",
        (),
        (Type("V4", "villa", "4", 3400, "74"), Type("V5", "villa", "5", 4250, "98.5")),
    ),
    Development(
        "Azure Quay",
        "Dune & Tide Properties",
        "Dubai",
        "Dubai Creek",
        "AE",
        "under_construction",
        "2028-06-30",
        ("Tower 1", "Tower 2"),
        (
            Type("1B", "1bhk", "1", 760, "1.65"),
            Type("2B", "2bhk", "2", 1190, "2.9"),
            Type("3B", "3bhk", "3", 1780, "4.75"),
        ),
    ),
    Development(
        "Dune Pavilion",
        "Dune & Tide Properties",
        "Dubai",
        "Dubai Hills",
        "AE",
        "launched",
        "2029-03-31",
        (),
        (Type("TH3", "villa", "3", 2150, "4.2"), Type("V5", "villa", "5", 5200, "13.8")),
    ),
)
