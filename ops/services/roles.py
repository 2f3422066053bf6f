"""Giving the roles the rights of `ops.choices`."""

from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction

from ops.choices import rights

GIVE = """
    INSERT INTO auth_group_permissions (group_id, permission_id)
    SELECT * FROM unnest(%s::integer[], %s::integer[])
    ON CONFLICT DO NOTHING
"""


class MissingPermissionError(Exception):
    """The table of rights names a permission Django does not know."""


@transaction.atomic
def sync_roles() -> int:
    """Give every role the rights it lacks and return how many there were.

    Rights an installation gave by hand stay. Permissions exist once the migrations are through;
    raises MissingPermissionError for one that does not.
    """
    wanted = rights()
    known = _permissions(frozenset().union(*wanted.values()))
    groups = {name: Group.objects.get_or_create(name=name)[0].pk for name in wanted}
    given = sorted((groups[role], known[name]) for role, names in wanted.items() for name in names)
    with connection.cursor() as cursor:
        cursor.execute(GIVE, [[group for group, _ in given], [right for _, right in given]])
        return int(cursor.rowcount)


def _permissions(names: frozenset[str]) -> dict[str, int]:
    """Return the ids of permissions by `app.codename`."""
    codes = {name.partition(".")[2] for name in names}
    rows = Permission.objects.filter(codename__in=codes).values_list(
        "content_type__app_label", "codename", "pk"
    )
    known = {f"{app}.{code}": pk for app, code, pk in rows}
    if missing := sorted(names - known.keys()):
        raise MissingPermissionError(f"run migrate first; unknown: {', '.join(missing)}")
    return known
