"""URLs of the whole house."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

urlpatterns = [
    path("login/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("", include("ops.urls")),  # its status page lies below admin/
    path("admin/", admin.site.urls),
    path("api/", include("velocity_crm.api_urls")),
    path("review/", include("approvals.urls")),
    path("imports/", include("imports.urls")),
    path("", include("privacy.urls")),
    path("", include("client360.urls")),
]
