"""What people decided about pairs is never emptied at once."""

from django.db import migrations

from core.models.triggers import NoTruncate


class Migration(migrations.Migration):
    """One trigger."""

    dependencies = [("identity", "0011_account_candidates"), ("core", "0003_guards")]

    operations = [NoTruncate("identity_pairverdict", "what people decided is kept")]
