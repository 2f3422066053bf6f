"""Files of made-up people for the measures: the same rows at every run, 20 columns each."""

import csv
from pathlib import Path
from random import Random

HEADER = (
    "Record ID", "First Name", "Last Name", "Email", "Phone Number", "Mobile Phone Number",
    "Associated Company", "Job Title", "City", "State/Region", "Postal Code", "Country/Region",
    "Budget Range", "Lead Status", "Create Date", "Original Source", "Contact owner",
    "Property Interest", "Tags", "Date of birth",
)  # fmt: skip
GIVEN = (
    "Arjun", "Sneha", "Mohammed", "Fatima", "Rahul", "Priya", "Vikram", "Anita", "Karan", "Meera",
    "Omar", "Layla", "Rohan", "Divya", "Sanjay", "Kavya", "Imran", "Zara", "Nikhil", "Pooja",
)  # fmt: skip
FAMILY = (
    "Mehra", "Kulkarni", "Khan", "Haddad", "Sharma", "Iyer", "Reddy", "Nair", "Patel", "Gupta",
    "Singh", "Kapoor", "Das", "Menon", "Rao", "Joshi", "Bose", "Shah", "Verma", "Jain",
)  # fmt: skip
PLACES = (
    ("Mumbai", "Maharashtra", "India", "4000"),
    ("Pune", "Maharashtra", "India", "4110"),
    ("Bengaluru", "Karnataka", "India", "5600"),
    ("Hyderabad", "Telangana", "India", "5000"),
)
PHONES = ("+91{:010d}", "+91 {:010d}", "0{:010d}", "+91-{:010d}")
FIRST_PHONE, FIRST_MOBILE = 9_800_000_000, 9_700_000_000
PEOPLE_PER_COMPANY = 10


def write(path: Path, *, first: int, last: int, changed: float = 0) -> Path:
    """Write people `first` to `last` (excluded) as CSV and return the path.

    `changed` is the share of them whose job and city differ from what they are without it.
    """
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(HEADER)
        lines.writerows(_person(number, changed) for number in range(first, last))
    return path


def _person(number: int, changed: float) -> list[str]:
    dice = Random(number)  # noqa: S311 -- made-up people, no secret
    given, family = dice.choice(GIVEN), dice.choice(FAMILY)
    city, region, country, postal = dice.choice(PLACES)
    job = dice.choice(("Director", "Manager", "Architect"))
    row = [
        str(100_000 + number),
        given,
        family,
        f"{given}.{family}.{number}@example.com".lower(),
        dice.choice(PHONES).format(FIRST_PHONE + number),
        dice.choice(PHONES).format(FIRST_MOBILE + number) if dice.random() < 0.6 else "",
        f"Company {number // PEOPLE_PER_COMPANY}",
        job,
        city,
        region,
        f"{postal}{dice.randrange(10, 99)}",
        country,
        dice.choice(("1-2 Cr", "85 lakh", "2.5 Cr", "")),
        "NEW",
        f"2025-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02} 09:12",
        "ORGANIC",
        "Riya Kapoor",
        "Meridian Heights",
        dice.choice(("sea view;nri", "investor", "")),
        f"19{dice.randrange(50, 99)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}",
    ]
    if dice.random() < changed:
        row[7], row[8], row[9], row[10] = "Chairperson", "Chennai", "Tamil Nadu", "600004"
    return row
