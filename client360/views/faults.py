"""What a service refuses, beside the field it is about."""

from django.core.exceptions import ValidationError
from django.forms import Form


def blame(form: Form, error: ValidationError, field: str | None = None) -> None:
    """Add a refusal to a form: to the fields it names, to `field` or above all where none is."""
    told = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
    for name, found in told.items():
        form.add_error(name if name in form.fields else field, ValidationError(found))
