"""Files that hold faxes: they are kept, and nobody's phone."""

import pytest

from contacts.models import Contact, ContactSummary
from tests.imports.acts import carry_out, csv_of

pytestmark = pytest.mark.django_db

HEADER = "Record ID,First Name,Last Name,Email,Fax,Mobile"
FAX, MOBILE = "+912222821234", "+919820011111"


@pytest.mark.parametrize(
    ("mobile", "phone"), [("", ""), (MOBILE, MOBILE)], ids=["a fax alone", "a fax and a mobile"]
)
def test_a_file_with_a_fax_gives_nobody_a_fax_for_a_phone(alice, dora, hubspot, mobile, phone):
    rows = csv_of(f"1,Meera,Rao,meera@rao.example,{FAX},{mobile}", header=HEADER)

    carry_out(rows, by=alice, approver=dora, source=hubspot)

    meera = Contact.objects.get()
    assert meera.points.filter(label="fax", is_primary=False, is_identity=False).count() == 1
    assert ContactSummary.objects.get(contact=meera).phone == phone
