"""What lists of signs can be narrowed by."""

import django_filters as filters

from evidence.choices import EvidenceFamily
from evidence.models import Evidence


class QuarantineFilterSet(filters.FilterSet):
    """The filters of `/evidence/quarantine/`."""

    contact = filters.UUIDFilter(field_name="contact__uid", help_text="The uid of a contact.")
    type = filters.CharFilter(field_name="type__code", help_text="A kind of sign, by its code.")
    family = filters.ChoiceFilter(field_name="type__family", choices=EvidenceFamily.choices)
    producer = filters.CharFilter(field_name="producer__code", help_text="A source's code.")
    external_id = filters.CharFilter(help_text="Its id at the producer.")
    session_ref = filters.CharFilter()
    since = filters.IsoDateTimeFilter(
        field_name="occurred_at", lookup_expr="gte", help_text="What happened from here on."
    )
    until = filters.IsoDateTimeFilter(
        field_name="occurred_at", lookup_expr="lt", help_text="What happened before."
    )
    received_since = filters.IsoDateTimeFilter(
        field_name="received_at", lookup_expr="gte", help_text="What came in from here on."
    )

    class Meta:
        model = Evidence
        fields = ["quarantine_reason"]


class EvidenceFilterSet(QuarantineFilterSet):
    """The filters of `/evidence/`."""

    class Meta:
        model = Evidence
        fields = ["state", "quarantine_reason"]
