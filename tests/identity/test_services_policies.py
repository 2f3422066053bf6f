import pytest
from django.core.management import CommandError, call_command

from identity.models import MatchPolicy
from identity.services.knowing import policy_of, thresholds
from tests.factories.core import SourceSystemFactory

pytestmark = pytest.mark.django_db


def test_a_source_of_its_own_goes_before_the_general_policy():
    portal = SourceSystemFactory(code="portal")
    call_command("match_policy", "--review-from", "0.4")

    call_command("match_policy", "--source", "portal", "--auto-link", "--auto-from", "0.9999")

    assert (policy_of(portal.pk).auto_link, policy_of(None).auto_link) == (True, False)
    assert (thresholds(portal.pk).auto_from, thresholds().review_from) == (0.9999, 0.4)


def test_a_lax_threshold_never_links_unasked():
    with pytest.raises(CommandError, match="match_policy_auto_is_strict"):
        call_command("match_policy", "--auto-link", "--auto-from", "0.9")
    assert not MatchPolicy.objects.exists()


def test_an_unknown_source_has_no_policy():
    with pytest.raises(CommandError, match="no source"):
        call_command("match_policy", "--source", "nowhere")
