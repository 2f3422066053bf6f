"""Reads of accounts: who may be seen, and search by name."""

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import models
from django.db.models import Func, Q, Value

from accounts.models import Account

if TYPE_CHECKING:
    from core.models import User

ALIKE = 0.5
CANDIDATES = 500


def accounts_for(user: "User") -> "models.QuerySet[Account]":
    """Return the living accounts this user may see, with what a list shows of each."""
    return Account.objects.live().visible_to(user).select_related("owner", "team", "parent")


def search_accounts(rows: "models.QuerySet[Any]", words: str) -> "models.QuerySet[Any]":
    """Keep accounts whose name holds every word, accents ignored, or whose domain is the word.

    When there are none, names that sound alike by trigrams are kept instead, at most 500.
    """
    terms = words.split()
    if not terms:
        return rows
    holds = Q()
    for term in terms:
        holds &= Q(name_key__contains=_folded(term))
    found = rows.filter(holds | Q(domain=words.strip().lower()))
    return found if found[:1].exists() else _alike(rows, words)


def _alike(rows: "models.QuerySet[Any]", words: str) -> "models.QuerySet[Any]":
    text = _folded(words)
    near = (
        rows.filter(name_key__trigram_word_similar=text)
        .annotate(alike=TrigramWordSimilarity(text, "name_key"))  # type: ignore[arg-type]  # any expression will do
        .filter(alike__gte=ALIKE)
        .order_by("-alike")
        .values("pk")[:CANDIDATES]
    )
    return rows.filter(pk__in=near)


def _folded(text: str) -> Func:
    return Func(Value(text), function="core_fold", output_field=models.TextField())


def accounts_named(name: str) -> str:
    """Return the SQL query for the `id` of every account called `name`, an SQL expression.

    The name of a merged account leads to the one it went into.
    """
    return f"""
    SELECT coalesce(stays.id, called.id) AS id
    FROM accounts_account called
    LEFT JOIN accounts_account stays ON stays.id = called.merged_into_id
    WHERE coalesce(stays.state, called.state) = 'active' AND called.name_key = core_fold({name})
    """  # noqa: S608 -- an expression of our own
