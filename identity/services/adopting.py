"""Which model scores: every version says what it was taught and on whom it was counted."""

from collections.abc import Mapping
from typing import Any, Final

import orjson
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from core.models import User
from core.services import acting, audit
from core.services.alone import in_turn
from identity.matching.model import Model, default_model, dump, parse_content
from identity.models import MatchModel, Training

KIND: Final = "identity.model"
"""The kind of proposal that lets a model score; a scan's count takes turns with it."""


def training_in_force() -> Training | None:
    """Return what the model in force was taught; None while the shipped one scores."""
    newest = MatchModel.objects.filter(active=True).select_related("training").first()
    return newest.training if newest else None


@transaction.atomic
def renew(*, frequencies: Mapping[str, Mapping[str, int]], people: int) -> MatchModel:
    """Make a version of the model in force with newly counted frequencies."""
    in_turn(KIND)
    return _stand(training_in_force(), frequencies, people)


def put_in_force(training: Training | None, *, by: User) -> MatchModel:
    """Let what was learned score from now on, with None the shipped model again.

    Pairs that wait keep score and version until the next scan. Raises ValidationError before the
    first scan has counted how common the values are.
    """
    with acting(by, "identity.model"):
        in_turn(KIND)
        newest = MatchModel.objects.filter(active=True).first()
        if newest is None:
            raise ValidationError("scan the database once before changing the model")
        row = _stand(training, newest.frequencies, newest.people)
        audit(
            "identity.model_set",
            by=by,
            payload={"version": row.version, "training": str(training.uid) if training else None},
        )
    return row


def artifact_of(model: Model) -> dict[str, Any]:
    """Return a model as its row keeps it; how common names are is counted beside it."""
    content: dict[str, Any] = orjson.loads(dump(model)) | {"names": {}}
    return content


def _stand(
    training: Training | None, frequencies: Mapping[str, Mapping[str, int]], people: int
) -> MatchModel:
    model = parse_content(training.artifact) if training else default_model()
    return MatchModel.objects.create(
        version=f"{model.version}.{timezone.now():%y%m%d%H%M%S%f}"[:40],
        artifact=artifact_of(model),
        training=training,
        frequencies=frequencies,
        people=people,
    )
