"""Cursor paging: every row once, in order, whatever the limit."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from accounts.models import Account
from core.api.pagination import _signer, limit_of
from core.choices import Visibility
from tests.api_clients import calls
from tests.factories.accounts import AccountFactory
from tests.factories.contacts import ContactFactory
from tests.factories.core import UserFactory

LIST = "/api/v1/accounts/"
START = datetime(2026, 1, 1, tzinfo=UTC)
rows = st.lists(st.tuples(st.sampled_from("abc é"), st.integers(0, 3)), min_size=0, max_size=12)


class PagingTests(TestCase):
    """Random accounts, read page by page."""

    @settings(max_examples=15, suppress_health_check=list(HealthCheck))
    @given(
        rows=rows,
        limit=st.integers(1, 5),
        order=st.sampled_from(["-updated_at", "updated_at", "name", "-name", "-created_at"]),
    )
    def test_every_row_comes_once_in_order_forwards_and_backwards(self, rows, limit, order):
        owner = UserFactory()
        for name, day in rows:
            when = START + timedelta(days=day)
            AccountFactory(
                owner=owner,
                display_name=f"{name}.",
                visibility=Visibility.RESTRICTED,
                updated_at=when,
            )
        client = calls(owner)

        pages = list(walk(client, f"{LIST}?limit={limit}&order={order}", "next"))
        there = [uid for page in pages for uid in page["uids"]]
        last = f"{LIST}?limit={limit}&order={order}&cursor={pages[-1]['previous']}"
        back = list(walk(client, last, "previous")) if pages[-1]["previous"] else []
        returned = [uid for page in reversed(back) for uid in page["uids"]]

        assert there == expected(owner, order)
        assert (returned + pages[-1]["uids"] if back else there) == there


def expected(owner, order):
    by = {
        "-updated_at": ("-updated_at", "-id"),
        "updated_at": ("updated_at", "id"),
        "name": ("name_key", "id"),
        "-name": ("-name_key", "-id"),
        "-created_at": ("-id",),
    }[order]
    found = Account.objects.filter(owner=owner).order_by(*by)
    return [str(uid) for uid in found.values_list("uid", flat=True)]


def walk(client, url, way):
    base = url.split("&cursor=")[0]
    while url:
        answer = client.get(url).json()
        yield {**answer, "uids": [row["uid"] for row in answer["results"]]}
        url = f"{base}&cursor={answer[way]}" if answer[way] else None


@pytest.mark.parametrize("cursor", ["x", "eyJiIjpmYWxzZX0", "a.b", "%00"])
def test_a_cursor_nobody_made_is_refused(alice, cursor):
    answer = calls(alice).get(f"{LIST}?cursor={cursor}")

    assert answer.status_code == 400
    assert [error["code"] for error in answer.json()["errors"]] == ["bad_cursor"]


def test_a_cursor_fits_only_the_order_it_was_made_in(alice):
    for _ in range(3):
        AccountFactory(owner=alice)
    client = calls(alice)

    cursor = client.get(f"{LIST}?limit=1&order=name").json()["next"]

    assert client.get(f"{LIST}?limit=1&order=name&cursor={cursor}").status_code == 200
    assert client.get(f"{LIST}?limit=1&order=-updated_at&cursor={cursor}").status_code == 400


def test_a_cursor_fits_only_the_list_and_the_filters_it_was_made_for(alice):
    for _ in range(3):
        AccountFactory(owner=alice), ContactFactory(owner=alice)
    client = calls(alice)

    cursor = client.get(f"{LIST}?limit=1&state=active").json()["next"]
    ways = ("state=active&limit=2&count=true&q=", "state=archived", "limit=1", "state=active&q=b")
    answers = [client.get(f"{LIST}?{way}&cursor={cursor}") for way in ways]
    answers.append(client.get(f"/api/v1/contacts/?limit=1&state=active&cursor={cursor}"))

    assert [answer.status_code for answer in answers] == [200, 400, 400, 400, 400]
    assert {answer.json()["errors"][0]["code"] for answer in answers[1:]} == {"bad_cursor"}


def test_rows_are_estimated_and_never_counted(alice):
    for _ in range(3):
        AccountFactory(owner=alice)
    client = calls(alice)

    whole = client.get(LIST).json()["count_estimate"]
    part = client.get(f"{LIST}?limit=1").json()["count_estimate"]
    asked = client.get(f"{LIST}?limit=1&count=true").json()["count_estimate"]

    assert (whole, part, type(asked)) == (3, None, int)


def test_a_filter_given_twice_is_not_the_filter_given_once():
    def signed(query):
        return _signer(Request(APIRequestFactory().get(f"{LIST}?{query}")), ("id",)).sign("x")

    assert signed("tag=a&tag=b") == signed("tag=a&limit=2&tag=b")
    assert signed("tag=a&tag=b") != signed("tag=b")


@pytest.mark.parametrize(("asked", "held"), [("7", 7), ("200", 200), ("1000", 200)])
def test_a_page_holds_200_rows_at_most(asked, held):
    request = Request(APIRequestFactory().get(LIST, {"limit": asked}))

    assert limit_of(request) == held
