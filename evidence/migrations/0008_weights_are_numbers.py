"""No sign weighs NaN, and none for ever: PostgreSQL takes NaN for more than any number."""

from django.db import migrations, models

MORE_THAN_ANY = 10**20


def numbers(*names):
    """Return the condition that each is missing or a number."""
    rule = models.Q()
    for name in names:
        rule &= models.Q(**{f"{name}__isnull": True}) | models.Q(**{f"{name}__lt": MORE_THAN_ANY})
    return rule


class Migration(migrations.Migration):
    """Both tables have a few dozen rows: they are read through in a moment."""

    dependencies = [("evidence", "0007_answers_by_channel")]

    operations = [
        migrations.AddConstraint(
            model_name="evidencetype",
            constraint=models.CheckConstraint(
                name="evidence_type_weight_is_number",
                condition=numbers("base_weight", "half_life_days"),
            ),
        ),
        migrations.AddConstraint(
            model_name="qdconfig",
            constraint=models.CheckConstraint(
                name="qd_config_prior_mass_is_number", condition=numbers("prior_mass")
            ),
        ),
    ]
