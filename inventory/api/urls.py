"""Paths of what is sold."""

from rest_framework.routers import SimpleRouter

from inventory.api import views

router = SimpleRouter(use_regex_path=False)
router.register("projects", views.ProjectViewSet, basename="project")
router.register("towers", views.TowerViewSet, basename="tower")
router.register("unit-types", views.UnitTypeViewSet, basename="unit-type")
router.register("units", views.UnitViewSet, basename="unit")
urlpatterns = router.urls
