"""A mapping somebody approved is what the file was read by, and stays so."""

import pytest
from django.db import IntegrityError

from imports.models import ColumnMapping
from tests.imports.acts import ROWS, carry_out, csv_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def columns(alice, dora, hubspot):
    """The columns of an imported file."""
    batch = carry_out(csv_of(*ROWS), by=alice, approver=dora, source=hubspot)
    return ColumnMapping.objects.filter(manifest__batch=batch, manifest__state="approved")


def test_columns_of_an_approved_mapping_are_not_changed(columns):
    with pytest.raises(IntegrityError, match="approved never changes"):
        columns.update(target="contact.occupation")


def test_nor_deleted(columns):
    with pytest.raises(IntegrityError, match="approved never changes"):
        columns.delete()
