"""The page of a source row says of a cell that became nothing that it was kept."""

import pytest

from client360.selectors.source_rows import _is_kept


@pytest.mark.parametrize(
    ("target", "text", "extra", "kept"),
    [
        ("contact.job_title", "Chair", {}, False),
        ("contact.lead_score", "70", {"lead_score": "70"}, True),
        ("contact.purpose", "Curiosity", {"purpose": "Curiosity"}, True),
        ("contact.lead_status", "Hot", {"lead_status": "Hot"}, True),
        ("contact.lead_status", "Hot", {"lead_status": "Hot", "notes": "Sea view"}, False),
        ("contact.notes", "Sea view", {"notes": "Sea view"}, False),
    ],
)
def test_a_cell_that_became_nothing_is_kept(target, text, extra, kept):
    assert _is_kept("contact", extra, target, text) is kept
