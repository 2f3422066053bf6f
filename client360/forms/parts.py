"""What forms carry unseen: the version they were drawn from, the name of one filled-in copy."""

from typing import Any, Final
from uuid import uuid4

from django import forms

STALE: Final = "This page is out of date. Load it again."
LONGEST_KEY: Final = 64


class VersionField(forms.IntegerField):
    """The version of a record its reader saw."""

    def __init__(self, **more: Any) -> None:
        told = {"required": STALE, "invalid": STALE}
        super().__init__(widget=forms.HiddenInput, error_messages=told, **more)


class KeyField(forms.CharField):
    """The idempotency key of a form: sent twice, it is saved once."""

    def __init__(self, **more: Any) -> None:
        told = {"required": STALE, "max_length": STALE}
        super().__init__(
            max_length=LONGEST_KEY,
            initial=lambda: str(uuid4()),
            widget=forms.HiddenInput,
            error_messages=told,
            **more,
        )
