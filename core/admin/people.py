"""People, teams, groups and tokens in the admin."""

from collections.abc import Mapping
from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from knox.models import AuthToken
from unfold.admin import TabularInline
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.forms import AdminPasswordChangeForm, UserCreationForm

from core.admin.access import Narrowed, person, runs_the_house
from core.admin.forms import WIDGETS, ColleagueForm
from core.admin.readonly import ReadOnlyAdmin
from core.admin.showing import badge, when
from core.admin.tables import AuditedAdmin
from core.choices import UserKind
from core.models import Team, TeamMembership, TokenGrant, User
from core.selectors.spelling import zone_name
from core.services import create_token, revoke_token
from core.services.handing import held_by, may_hand_over

LIFE = 90  # days
POWERS = ("is_superuser", "groups", "user_permissions", "kind", "obeys")

admin.site.unregister(Group)
admin.site.unregister(AuthToken)


class MembershipInline(Narrowed, TabularInline):
    """The teams a person belongs to, each for a time."""

    model = TeamMembership
    extra = 0
    can_delete = False
    autocomplete_fields = ("team",)
    written_as = "core.user"


@admin.register(User)
class UserAdmin(AuditedAdmin, DjangoUserAdmin):  # type: ignore[type-arg]  # not subscriptable at run time
    """Logins of people and machines; one who leaves is made inactive."""

    form = ColleagueForm
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = (
        "username",
        "full_name",
        badge("kind", "Kind", {"human": "info", "service": "warning"}),
        "team",
        "is_active",
        when("last_login", "Last seen"),
    )
    list_select_related = ("team",)
    list_filter = (("kind", ChoicesDropdownFilter), "is_active", "is_staff")
    search_fields = ("username", "full_name", "email")
    ordering = ("username",)
    filter_horizontal = ()
    formfield_overrides = WIDGETS
    inlines = (MembershipInline,)
    fieldsets = (
        (None, {"fields": ("username", "password", "full_name", "email", "phone")}),
        ("Place", {"fields": ("kind", "obeys", "team", "timezone")}),
        (
            "Rights",
            {
                "fields": (
                    "is_active",
                    "holds",
                    "is_staff",
                    "is_superuser",
                    "groups",
                    "user_permissions",
                )
            },
        ),
        ("Record", {"fields": ("last_login", "date_joined"), "classes": ["collapse"]}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "full_name", "email", "kind", "password1", "password2")}),
    )
    readonly_fields = ("holds", "handed_over", "zone", "last_login", "date_joined")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the parts of the form; what a colleague holds is for who has to do with it."""
        found, shown = super().get_fieldsets(request, obj), {"holds": ""}
        if may_hand_over(person(request)):
            shown["holds"] = "handed_over"
        elif self.has_change_permission(request, obj):
            shown["holds"] = "holds"
        if obj is not None and not self.has_change_permission(request, obj):
            shown["timezone"] = "zone"
        return [(title, {**part, "fields": _told(part["fields"], shown)}) for title, part in found]

    @admin.display(description="Time zone")
    def zone(self, user: User) -> str:
        """Return the time zone in words, for who reads it."""
        return zone_name(user.timezone) or "-"

    @admin.display(description="Holds")
    def holds(self, user: User) -> str:
        """Return what nobody would look after without them."""
        return ", ".join(map(str, held_by(user))) or "nothing"

    @admin.display(description="Holds")
    def handed_over(self, user: User) -> str:
        """Return the same, and the way to hand it over."""
        there, told = reverse("ops:hand_over", args=[user.pk]), self.holds(user)
        return format_html('{}. <a class="velocity-link" href="{}">Hand over…</a>', told, there)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 -- Django's signature
        """Save the login; who is let in no more may still hold something."""
        super().save_model(request, obj, form, change)
        leaves = change and "is_active" in form.changed_data and not obj.is_active
        if leaves and held_by(obj):
            way = "from this page" if may_hand_over(person(request)) else "by who sees everything"
            messages.warning(request, f"{obj} still holds {self.holds(obj)}. Hand it over {way}.")

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:  # noqa: ARG002 -- the same for all
        """Return what is searched, not listed."""
        return ["team", "groups"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Only a superuser hands out rights, so nobody gives themselves more."""
        fixed = list(super().get_readonly_fields(request, obj))
        return fixed if person(request).is_superuser else [*fixed, *POWERS]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether a login may be changed; a superuser's only by superusers."""
        above = getattr(obj, "is_superuser", False) and not person(request).is_superuser
        return not above and super().has_change_permission(request, obj)

    def user_change_password(
        self,
        request: HttpRequest,
        id: str,  # noqa: A002 -- Django's signature
        form_url: str = "",
    ) -> HttpResponse:
        """Set a password, where knowing it lets nobody in as somebody else."""
        user = self.get_object(request, id)
        if user is not None and not _may_be_told_the_password(person(request), user):
            raise PermissionDenied(
                f"{user} has no second factor yet, so who sets the password could act as them. "
                "Set it on the server: manage.py changepassword."
            )
        response: HttpResponse = super().user_change_password(request, id, form_url)
        return response


def _told(fields: Any, shown: Mapping[str, str]) -> list[Any]:
    """Return fields with the columns that tell some of them in words, none for an empty name."""
    named = [shown.get(each, each) for each in fields]
    return [each for each in named if each]


def _may_be_told_the_password(asker: User, user: User) -> bool:
    """Return whether one person may know another's password for a moment.

    Of a login nobody has used yet, and of one that asks for a telephone as well.
    """
    if asker.is_superuser or asker == user or user.last_login is None:
        return True
    factors = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP)
    return bool(factors.exists())


@admin.register(Group)
class GroupAdmin(AuditedAdmin, DjangoGroupAdmin):
    """The roles people work in, and what each may do."""

    house_only = True
    list_display = ("name",)
    search_fields = ("name",)


@admin.register(Team)
class TeamAdmin(AuditedAdmin):
    """Sales teams."""

    list_display = ("name", "lead", "parent")
    list_select_related = ("lead", "parent")
    search_fields = ("name",)


@admin.register(TeamMembership)
class TeamMembershipAdmin(AuditedAdmin):
    """Who belongs to which team, and when."""

    list_display = ("user", "team", "role", "valid")
    list_select_related = ("user", "team")
    list_filter = (("role", ChoicesDropdownFilter),)
    search_fields = ("user__username", "user__full_name", "team__name")
    list_filter_submit = True


class TokenForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at run time
    """Which machine's token, and for how long; with a person's one would act as that person."""

    user = forms.ModelChoiceField(User.objects.filter(kind=UserKind.SERVICE, is_active=True))
    days = forms.IntegerField(min_value=1, max_value=730, initial=LIFE, help_text="Its life.")

    class Meta:
        model = AuthToken
        fields = ("user",)


@admin.register(AuthToken)
class TokenAdmin(ReadOnlyAdmin):
    """API tokens: made here and shown once, revoked here; only their hash is kept."""

    house_only = True
    list_display = ("token_key", "user", when("created", "Created"), when("expiry", "Expires"))
    list_select_related = ("user",)
    search_fields = ("token_key", "user__username")
    ordering = ("-created",)

    def has_add_permission(self, request: HttpRequest, *_: Any) -> bool:
        """Those who run the house and hold the right make tokens."""
        user = person(request)
        return runs_the_house(user) and user.has_perm("knox.add_authtoken")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 -- any token
        """To delete a token is to revoke it."""
        user = person(request)
        return runs_the_house(user) and user.has_perm("knox.delete_authtoken")

    def get_form(
        self,
        request: HttpRequest,
        obj: Any = None,
        change: bool = False,  # noqa: FBT001, FBT002 -- Django's signature
        **kwargs: Any,
    ) -> Any:
        """Return the form of a new token."""
        return super().get_form(request, obj, change, **kwargs) if obj else TokenForm

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:  # noqa: ARG002 -- the same for all
        """Return whose and how long for a new one, without the hash for a known one."""
        return ["token_key", "user", "created", "expiry"] if obj else ["user", "days"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Return everything of a known token: it does not change."""
        return self.get_fields(request, obj) if obj else []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: ARG002, FBT001 -- Django's signature
        """Create the token and show it this once."""
        made = create_token(
            form.cleaned_data["user"], by=person(request), days=form.cleaned_data["days"]
        )
        obj.__dict__.update(made.grant.token.__dict__)
        messages.warning(request, f"Copy the token now, it is not shown again: {made.secret}")

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """Revoke the token."""
        revoke_token(obj, by=person(request))

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Revoke several tokens."""
        for token in queryset:
            self.delete_model(request, token)


@admin.register(TokenGrant)
class TokenGrantAdmin(ReadOnlyAdmin):
    """What tokens may do and from where; made with the token, ended with it."""

    house_only = True
    list_display = ("__str__", "token", "scopes", "networks", when("created_at", "Made"))
    list_select_related = ("token__user",)
    search_fields = ("name", "token__user__username")
