"""Let the accounts of a domain and of a phone be found while somebody types one."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two indexes of the accounts that have one, built while people go on writing."""

    atomic = False

    dependencies = [("accounts", "0004_visibility_checked")]

    operations = [
        AddIndexConcurrently(
            "account",
            models.Index(
                name="account_domain", fields=["domain"], condition=~models.Q(domain="")
            ),
        ),
        AddIndexConcurrently(
            "account",
            models.Index(name="account_phone", fields=["phone"], condition=~models.Q(phone="")),
        ),
    ]
