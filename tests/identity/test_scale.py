import pytest
from django.db import connection

from bench import identity_scale


@pytest.mark.django_db
def test_who_may_not_fill_is_told_what_it_takes():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE pg_read_all_data")

    with pytest.raises(SystemExit, match=r"superuser.*DATABASE_URL"):
        identity_scale.fill(1)
