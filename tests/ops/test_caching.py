"""Who may keep what: files with a hash in their name for ever, a page of a person nobody."""

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.http import HttpResponse
from django.test import RequestFactory
from whitenoise.middleware import WhiteNoiseMiddleware

from tests.api_clients import calls
from tests.factories.contacts import ContactFactory

pytestmark = pytest.mark.django_db
PRODUCTION = "whitenoise.storage.CompressedManifestStaticFilesStorage"


@pytest.fixture
def collected(settings, tmp_path) -> str:
    """The address of one file, collected as a server outside local does."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "crm.css").write_text("body { margin: 0 }\n")
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [tmp_path / "in"], tmp_path / "out"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": PRODUCTION}}
    call_command("collectstatic", interactive=False, verbosity=0)
    return staticfiles_storage.url("crm.css")


def test_a_file_with_its_hash_in_its_name_is_kept_for_ever(collected):
    serve = WhiteNoiseMiddleware(lambda _: HttpResponse(status=404))

    answer = serve(RequestFactory().get(collected))

    assert answer["Cache-Control"] == "max-age=315360000, public, immutable"
    answer.close()


@pytest.mark.parametrize("path", ["/contacts/{0}/", "/api/v1/contacts/{0}/", "/api/v1/contacts/"])
def test_a_page_of_a_person_is_kept_by_nobody(path, dora):
    answer = calls(dora).get(path.format(ContactFactory().uid))

    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
