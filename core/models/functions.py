"""Database functions used as defaults."""

from django.db import models


class UuidV7(models.Func):
    """A time-ordered UUID, version 7 of RFC 9562, made by PostgreSQL 18."""

    function = "uuidv7"
    template = "%(function)s()"
    output_field = models.UUIDField()


class CurrentTransaction(models.Func):
    """The id of the current transaction (xid8)."""

    function = "pg_current_xact_id"
    template = "%(function)s()::text::bigint"
    output_field = models.BigIntegerField()


class RandomUuid(models.Func):
    """A random UUID, made by the database."""

    function = "gen_random_uuid"
    template = "%(function)s()"
    output_field = models.UUIDField()
