"""Views of lists."""

import factory

from client360.models import SavedView
from tests.factories.core import UserFactory


class SavedViewFactory(factory.django.DjangoModelFactory):
    """A view of the list of clients its owner keeps for themselves."""

    class Meta:
        model = SavedView

    owner = factory.SubFactory(UserFactory)
    list_name = "contacts"
    name = factory.Sequence(lambda n: f"View {n}")
    query = "lifecycle=lead"
