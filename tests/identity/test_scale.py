import pytest

from bench import identity_scale


@pytest.mark.django_db
def test_who_may_not_fill_is_told_what_it_takes(monkeypatch):
    monkeypatch.setattr(identity_scale, "MAY_FILL", "SELECT false")

    with pytest.raises(SystemExit, match=r"superuser.*DATABASE_URL"):
        identity_scale.fill(1)
