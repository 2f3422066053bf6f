"""People, teams and sources."""

import factory
from django.contrib.auth.models import Group, Permission

from core.choices import SourceKind, UserKind
from core.models import SourceSystem, Team, User


class TeamFactory(factory.django.DjangoModelFactory):
    """A team with a name of its own."""

    class Meta:
        model = Team
        django_get_or_create = ("name",)

    name = factory.Sequence(lambda n: f"Team {n}")


class UserFactory(factory.django.DjangoModelFactory):
    """A person who can log in and may do nothing yet; `perms=["app.codename"]` grants."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    full_name = factory.LazyAttribute(lambda user: user.username.title())
    email = factory.LazyAttribute(lambda user: f"{user.username}@velocity.example")
    kind = UserKind.HUMAN
    is_staff = True
    password = "!"  # no password fits; tests log in by force_login

    @factory.post_generation
    def perms(self, _create, names, **_):
        for name in names or []:
            app, codename = name.split(".")
            self.user_permissions.add(
                Permission.objects.get(content_type__app_label=app, codename=codename)
            )


def in_role(user: User, role: str) -> User:
    """Give a person the rights of a role and return them."""
    user.groups.add(Group.objects.get(name=role))
    return user


class ServiceFactory(UserFactory):
    """A machine's login: it may propose and never approve."""

    kind = UserKind.SERVICE
    is_staff = False


class SourceSystemFactory(factory.django.DjangoModelFactory):
    """A place values come from."""

    class Meta:
        model = SourceSystem
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"source-{n}")
    name = factory.LazyAttribute(lambda source: source.code.title())
    kind = SourceKind.FILE
