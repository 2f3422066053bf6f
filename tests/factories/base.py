"""The way factories write: canonical rows through the one service that writes them."""

from typing import Any

import factory

from core.models import CanonicalModel
from core.services import save_canonical


class CanonicalFactory(factory.django.DjangoModelFactory):
    """Builds a canonical row by `save_canonical`; `by=` names the acting person (nobody)."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type[CanonicalModel], *args: Any, **kwargs: Any) -> Any:
        by = kwargs.pop("by", None)
        return save_canonical(model_class(*args, **kwargs), by=by)
