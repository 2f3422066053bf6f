"""Enumerations of inventory."""

from django.db import models


class ProjectStatus(models.TextChoices):
    """How far a development has come."""

    UPCOMING = "upcoming", "Upcoming"
    LAUNCHED = "launched", "Launched"
    UNDER_CONSTRUCTION = "under_construction", "Under construction"
    READY = "ready", "Ready"
    SOLD_OUT = "sold_out", "Sold out"


class Configuration(models.TextChoices):
    """What a home or an office consists of; half rooms stand in `bedrooms`."""

    STUDIO = "studio", "Studio"
    BEDROOMS_1 = "1bhk", "1 BHK"
    BEDROOMS_2 = "2bhk", "2 BHK"
    BEDROOMS_3 = "3bhk", "3 BHK"
    BEDROOMS_4 = "4bhk", "4 BHK"
    BEDROOMS_5 = "5bhk", "5 BHK"
    BEDROOMS_6 = "6bhk", "6 BHK"
    PENTHOUSE = "penthouse", "Penthouse"
    DUPLEX = "duplex", "Duplex"
    VILLA = "villa", "Villa"
    PLOT = "plot", "Plot"
    OFFICE = "office", "Office"
    RETAIL = "retail", "Retail"


class UnitStatus(models.TextChoices):
    """Whether a unit can be sold, and how far its sale has come."""

    AVAILABLE = "available", "Available"
    HELD = "held", "Held"
    BLOCKED = "blocked", "Blocked"
    BOOKED = "booked", "Booked"
    AGREEMENT = "agreement", "Agreement signed"
    REGISTERED = "registered", "Registered"
    POSSESSED = "possessed", "Handed over"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Facing(models.TextChoices):
    """The direction a unit faces."""

    NORTH = "n", "North"
    NORTH_EAST = "ne", "North-east"
    EAST = "e", "East"
    SOUTH_EAST = "se", "South-east"
    SOUTH = "s", "South"
    SOUTH_WEST = "sw", "South-west"
    WEST = "w", "West"
    NORTH_WEST = "nw", "North-west"
