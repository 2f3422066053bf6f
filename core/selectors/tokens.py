"""Whose a token is: one prepared statement, asked with every request of a machine."""

from functools import lru_cache
from typing import Any

from django.db import connection, models
from knox.models import AuthToken

from core.models import TokenGrant, User
from core.selectors.prepared import preparing

type Part = tuple[type[models.Model], list[str]]


def tokens_of(key: str) -> list[AuthToken]:
    """Return the tokens that begin like this, each with its `user` and its `grant`.

    What `select_related` would return; composing that query anew costs more than asking it.
    """
    if "\0" in key:
        return []
    statement, parts = _plan()
    with preparing() as cursor:
        return [_token(parts, row) for row in cursor.execute(statement, [key])]


@lru_cache(maxsize=1)
def _plan() -> tuple[bytes, list[Part]]:
    """Return the statement, and which columns of a row are whose."""
    fields = [(model, list(model._meta.concrete_fields)) for model in (AuthToken, User, TokenGrant)]  # noqa: SLF001 -- Django's documented name
    columns = ", ".join(
        f"{_quoted(model._meta.db_table)}.{_quoted(str(field.column))}"  # noqa: SLF001 -- Django's documented name
        for model, own in fields
        for field in own
    )
    token, user, grant = (_quoted(model._meta.db_table) for model, _ in fields)  # noqa: SLF001 -- Django's documented name
    statement = (
        f"SELECT {columns} FROM {token} JOIN {user} ON {user}.id = {token}.user_id"  # noqa: S608 -- names of our tables
        f" LEFT JOIN {grant} ON {grant}.token_id = {token}.digest WHERE {token}.token_key = %s"
    )
    return statement.encode(), [(model, [field.attname for field in own]) for model, own in fields]


def _token(parts: list[Part], row: tuple[Any, ...]) -> AuthToken:
    made: list[Any] = []
    for model, names in parts:
        own, row = row[: len(names)], row[len(names) :]
        made.append(model.from_db(connection.alias, names, own))
    token, user, grant = made
    token.user = user
    AuthToken._meta.get_field("grant").set_cached_value(token, grant if grant.pk else None)  # noqa: SLF001 -- Django's documented name
    found: AuthToken = token
    return found


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
