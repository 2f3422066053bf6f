"""Signs of life: written by what should happen regularly."""

from typing import Any

from django.utils import timezone

from ops.models import Mark


def mark(name: str, **detail: Any) -> Mark:
    """Note that something happened now; `detail` replaces what the last time left."""
    row, _ = Mark.objects.update_or_create(
        name=name, defaults={"at": timezone.now(), "detail": detail}
    )
    return row
