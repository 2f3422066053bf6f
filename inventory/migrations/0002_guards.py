"""History, versions and no deletion, held by the database; units stay inside their project."""

from django.db import migrations

from core.models.triggers import AppendOnly, Capture, References

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

    dependencies = [("inventory", "0001_initial"), ("core", "0003_guards")]

    operations = [
        Capture("inventory_project", "project"),
        Capture("inventory_tower", "tower"),
        Capture("inventory_unittype", "unittype"),
        Capture("inventory_unit", "unit"),
        AppendOnly("inventory_pricerevision"),
        References(
            "inventory_project",
            created_by_id="core_user",
            updated_by_id="core_user",
        ),
        References(
            "inventory_tower",
            created_by_id="core_user",
            updated_by_id="core_user",
        ),
        References(
            "inventory_unittype",
            created_by_id="core_user",
            updated_by_id="core_user",
        ),
        References(
            "inventory_unit",
            created_by_id="core_user",
            updated_by_id="core_user",
        ),
        migrations.RunSQL(SAME_PROJECT, ANY_PROJECT),
    ]
