"""History, versions and no deletion, held by the database; units stay inside their project."""

from django.db import migrations

from core.models.triggers import AppendOnly, Capture

SAME_PROJECT = """
ALTER TABLE inventory_unit
    ADD CONSTRAINT unit_tower_of_its_project FOREIGN KEY (tower_id, project_id)
        REFERENCES inventory_tower (id, project_id) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT unit_type_of_its_project FOREIGN KEY (unit_type_id, project_id)
        REFERENCES inventory_unittype (id, project_id) DEFERRABLE INITIALLY DEFERRED;
"""
ANY_PROJECT = """
ALTER TABLE inventory_unit
    DROP CONSTRAINT unit_tower_of_its_project, DROP CONSTRAINT unit_type_of_its_project;
"""


class Migration(migrations.Migration):
    """Guard the tables of inventory."""

    dependencies = [("inventory", "0001_initial")]

    operations = [
        Capture("inventory_project", "project"),
        Capture("inventory_tower", "tower"),
        Capture("inventory_unittype", "unittype"),
        Capture("inventory_unit", "unit"),
        AppendOnly("inventory_pricerevision"),
        migrations.RunSQL(SAME_PROJECT, ANY_PROJECT),
    ]
