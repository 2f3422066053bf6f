"""Reads of the founder's pages: dossiers, lists and the home page."""

from client360.selectors.graph import around
from client360.selectors.home import home_sections
from client360.selectors.lists import (
    account_rows,
    contact_rows,
    deal_rows,
    source_choices,
    stage_choices,
    task_rows,
)
from client360.selectors.origins import EXPLAINED, records_from_files, talks_from_files
from client360.selectors.places import Place
from client360.selectors.running import Result, run
from client360.selectors.source_rows import source_row
from client360.selectors.table import PANELS, Panel, sections_of
from client360.selectors.talk import KINDS, older
from client360.selectors.work import as_told, tasks_of

__all__ = [
    "EXPLAINED",
    "KINDS",
    "PANELS",
    "Panel",
    "Place",
    "Result",
    "account_rows",
    "around",
    "as_told",
    "contact_rows",
    "deal_rows",
    "home_sections",
    "older",
    "records_from_files",
    "run",
    "sections_of",
    "source_choices",
    "source_row",
    "stage_choices",
    "talks_from_files",
    "task_rows",
    "tasks_of",
]
