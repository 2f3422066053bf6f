"""Paths of what is sold."""

from typing import TYPE_CHECKING, Any

from rest_framework.routers import SimpleRouter

from core.registry import register_feed
from core.services import entity_type
from inventory.api import views
from inventory.models import Project, Tower, Unit, UnitType

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from core.models import User

router = SimpleRouter(use_regex_path=False)
router.register("projects", views.ProjectViewSet, basename="project")
router.register("towers", views.TowerViewSet, basename="tower")
router.register("unit-types", views.UnitTypeViewSet, basename="unit-type")
router.register("units", views.UnitViewSet, basename="unit")
urlpatterns = router.urls


def _all_of(model: Any) -> Any:
    def rows(_user: "User") -> "QuerySet[Any]":
        found: QuerySet[Any] = model._base_manager.all()  # noqa: SLF001 -- Django's documented name
        return found

    return rows


for _model in (Project, Tower, UnitType, Unit):
    register_feed(entity_type(_model), _all_of(_model))
