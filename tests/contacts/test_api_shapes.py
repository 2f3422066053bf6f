"""What is less than a record says so by its content type."""

import pytest

from tests.api_clients import calls
from tests.api_clients import contact_url as url

PART = "application/vnd.velocity.part+json"


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("", "application/json"),
        ("?fields=", "application/json"),
        ("?fields=uid,full_name", PART),
        ("?as_of=2999-01-01T00:00:00Z", PART),
    ],
)
def test_chosen_fields_and_the_past_are_parts(alice, meera, query, kind):
    assert calls(alice).get(url(meera) + query)["Content-Type"] == kind


def test_a_path_with_a_line_break_is_a_problem_too(alice):
    answer = calls(alice).get("/api/v1/sync/a%0Ab/status/")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
