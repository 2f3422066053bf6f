"""The legacy tables flow in once, through the steps of every import, and stay explainable."""

from imports.services.legacy.migrating import LegacyError, Report, migrate
from imports.services.legacy.profiles import KINDS, Profile, ProfileError, load_profile

__all__ = ["KINDS", "LegacyError", "Profile", "ProfileError", "Report", "load_profile", "migrate"]
