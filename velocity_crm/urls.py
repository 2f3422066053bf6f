"""URLs of the whole house."""

from allauth.account import views as account
from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from velocity_crm.failing import failed
from velocity_crm.sign_in import SignIn

# allauth asks for its own names; of its pages only those of passwords and second factors are here
accounts = [
    path("login/", SignIn.as_view(), name="account_login"),
    path("logout/", auth.LogoutView.as_view(), name="account_logout"),
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/first/", account.password_set, name="account_set_password"),
    path("2fa/", include("allauth.mfa.urls")),
]

urlpatterns = [
    path("login/", SignIn.as_view(), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("sign-in/", include(accounts)),
    path("", include("ops.urls")),  # its status page lies below admin/
    path("admin/", admin.site.urls),
    path("api/", include("velocity_crm.api_urls")),
    path("review/", include("approvals.urls")),
    path("imports/", include("imports.urls")),
    path("duplicates/", include("identity.urls")),
    path("", include("privacy.urls")),
    path("", include("client360.urls")),
]

handler500 = failed
