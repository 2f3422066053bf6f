"""The journal of merges is kept for ever."""

from django.db import migrations

from core.models.triggers import AppendOnly


class Migration(migrations.Migration):
    """Guards of identity."""

    dependencies = [("identity", "0001_initial")]

    operations = [AppendOnly("identity_mergemove")]
