"""The admin site: unfold's, with the queue first and the apps in the order of the work."""

from unfold.sites import UnfoldAdminSite


class VelocityAdminSite(UnfoldAdminSite):
    """The operators' site."""

    site_title = "Velocity CRM"
    site_header = "Velocity CRM"
    index_title = "Operations"
