"""Tables of record, the proof of the record, and references held set-based."""

from django.db import migrations

from core.models.proof_sql import Proof
from core.models.triggers import AppendOnly, NoDelete, ReferenceFunction


class Migration(migrations.Migration):
    """Guard the tables of core."""

    dependencies = [("core", "0002_tokens")]

    operations = [
        AppendOnly("core_auditevent"),
        AppendOnly("core_changeevent"),
        Proof(),
        ReferenceFunction(),
        NoDelete("core_user", "deactivate the login instead"),
        NoDelete("core_team", "take people out of the team instead"),
        NoDelete("core_sourcesystem", "deactivate the source instead"),
    ]
