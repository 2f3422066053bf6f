"""Unfold's settings: the sidebar in the order of the work, our colours, the command palette."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse_lazy

# the settings are read before any model is; what asks the database is named, not imported
CALLBACKS = "velocity_crm.sidebar"

type Entry = dict[str, Any]


def _table(title: str, icon: str, label: str) -> Entry:
    app, model = label.lower().split(".")
    return {"title": title, "icon": icon, "name": f"admin:{app}_{model}_changelist", "table": label}


def _page(title: str, icon: str, name: str, **more: Any) -> Entry:
    return {"title": title, "icon": icon, "name": name, **more}


def _group(title: str, *items: Entry, collapsible: bool = True) -> Entry:
    return {"title": title, "collapsible": collapsible, "separator": True, "items": list(items)}


NAVIGATION = [
    {
        "title": "",
        "separator": False,
        "collapsible": False,  # a badge inside a collapsed group would be hidden
        "items": [
            _page("Operations", "dashboard", "admin:index"),
            _page(
                "Review queue",
                "inbox",
                "approvals:queue",
                badge="velocity_crm.sidebar.waiting",
                badge_variant="primary",
            ),
            _page("Duplicates", "compare_arrows", "identity:queue"),
            _page("Imports", "upload_file", "imports:list"),
        ],
    },
    _group(
        "Clients",
        _table("Contacts", "person", "contacts.Contact"),
        _table("Contact points", "alternate_email", "contacts.ContactPoint"),
        _table("Roles", "badge", "contacts.ContactRole"),
        _table("Addresses", "home_pin", "contacts.PostalAddress"),
        _table("Households", "family_restroom", "contacts.Household"),
        _table("Relationships", "hub", "contacts.Relationship"),
        _table("Consent", "verified_user", "contacts.ConsentRecord"),
        collapsible=False,
    ),
    _group(
        "Accounts",
        _table("Accounts", "domain", "accounts.Account"),
        _table("People in accounts", "groups", "contacts.AccountContact"),
        _table("Register numbers", "tag", "accounts.AccountIdentifier"),
    ),
    _group(
        "Opportunities",
        _table("Opportunities", "handshake", "opportunities.Opportunity"),
        _table("Site visits", "tour", "opportunities.SiteVisit"),
        _table("Holds", "lock_clock", "opportunities.UnitHold"),
        _table("Bookings", "contract", "opportunities.Booking"),
        _table("Brokers' tags", "sell", "opportunities.PartnerTag"),
        _table("Interests", "favorite", "opportunities.PropertyInterest"),
        _table("Matches", "join_inner", "opportunities.PropertyMatch"),
        _table("Parties", "group_add", "opportunities.OpportunityParty"),
        _table("Campaigns", "campaign", "opportunities.Campaign"),
        _table("Campaign touches", "ads_click", "opportunities.CampaignTouch"),
        _table("Pipelines", "linear_scale", "opportunities.Pipeline"),
    ),
    _group(
        "Activities",
        _table("Tasks", "task_alt", "activities.Task"),
        _table("Interactions", "forum", "activities.Interaction"),
        _table("Notes", "sticky_note_2", "activities.Note"),
        _table("Transcripts", "record_voice_over", "activities.Transcript"),
        _table("Attachments", "attach_file", "activities.Attachment"),
    ),
    _group(
        "Inventory",
        _table("Projects", "location_city", "inventory.Project"),
        _table("Units", "apartment", "inventory.Unit"),
        _table("Unit types", "floor", "inventory.UnitType"),
        _table("Towers", "corporate_fare", "inventory.Tower"),
        _table("Price history", "price_change", "inventory.PriceRevision"),
    ),
    _group(
        "Evidence",
        _table("Evidence", "sensors", "evidence.Evidence"),
        _table("QD scores", "speed", "evidence.QDScore"),
        _table("QD history", "timeline", "evidence.QDSnapshot"),
        _table("QD configurations", "tune", "evidence.QDConfig"),
        _table("Evidence types", "category", "evidence.EvidenceType"),
        _table("Insights", "lightbulb", "oracle_bridge.Insight"),
    ),
    _group(
        "Governance",
        _table("Proposals", "rule", "approvals.Proposal"),
        _table("Approval events", "gavel", "approvals.ApprovalEvent"),
        _table("Policies", "policy", "approvals.ApprovalPolicy"),
        _table("Delegations", "swap_horiz", "approvals.Delegation"),
        _table("Rejected values", "do_not_disturb_on", "approvals.RejectedValue"),
        _table("Auto-apply switches", "toggle_off", "approvals.AutoApplySwitch"),
        _table("Import batches", "inventory_2", "imports.RawBatch"),
        _table("Mappings", "schema", "imports.MappingManifest"),
        _table("Source records", "conversion_path", "identity.SourceRecord"),
        _table("Match candidates", "compare_arrows", "identity.MatchCandidate"),
        _table("Learned models", "model_training", "identity.Training"),
        _table("Merges", "merge", "identity.MergeOperation"),
        _table("Account pairs", "join_inner", "identity.AccountCandidate"),
        _table("Merges of accounts", "merge_type", "identity.AccountMerge"),
    ),
    _group(
        "System",
        _table("People and services", "manage_accounts", "core.User"),
        _table("Roles and rights", "key", "auth.Group"),
        _table("Teams", "groups_3", "core.Team"),
        _table("Sources", "database", "core.SourceSystem"),
        _table("Entity mappings", "sync_alt", "oracle_bridge.EntityMapping"),
        _table("API tokens", "vpn_key", "knox.AuthToken"),
        _table("What tokens may do", "shield_lock", "core.TokenGrant"),
        _table("Webhooks", "webhook", "oracle_bridge.WebhookEndpoint"),
        _table("Webhook messages", "outgoing_mail", "oracle_bridge.WebhookDelivery"),
        _table("Audit log", "history", "core.AuditEvent"),
        _table("Sensitive fields", "visibility_off", "core.SensitiveField"),
        _table("Audit seals", "verified", "core.AuditSeal"),
        _table("Erasures", "ink_eraser", "core.Erasure"),
        _table("Legal holds", "gavel", "privacy.LegalHold"),
        _table("Retention", "auto_delete", "privacy.RetentionRule"),
        _table("Files to remove", "auto_delete", "privacy.FileToRemove"),
        _table("Suppressed people", "person_off", "contacts.Suppression"),
        _table("Change feed", "rss_feed", "core.ChangeEvent"),
        _page("Activity", "person_search", "ops:activity"),
        _page("System status", "monitor_heart", "ops:status"),
        _table("Flags", "toggle_on", "ops.Flag"),
        _table("Backups and drills", "backup", "ops.BackupRun"),
        _table("Releases", "rocket_launch", "ops.Release"),
    ),
]

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Velocity CRM",
    "SITE_HEADER": "Velocity CRM",
    "SITE_SUBHEADER": "Operations",
    "SITE_URL": "/",
    "SITE_ICON": lambda _request: static("img/mark.svg"),
    "SITE_FAVICONS": [
        {
            "rel": "icon",
            "type": "image/svg+xml",
            "href": lambda _request: static("img/mark.svg"),
        }
    ],
    "SITE_DROPDOWN": [
        {"icon": "home", "title": "Founder pages", "link": reverse_lazy("client360:home")},
        {"icon": "groups", "title": "Clients", "link": reverse_lazy("client360:contacts")},
        {"icon": "api", "title": "API documentation", "link": "/api/docs/"},
    ],
    "ENVIRONMENT": f"{CALLBACKS}.environment",
    "DASHBOARD_CALLBACK": "velocity_crm.desk.desk",
    "SHOW_VIEW_ON_SITE": True,
    "BORDER_RADIUS": "6px",
    "STYLES": [lambda _request: static("css/admin.css")],
    "SCRIPTS": [lambda _request: static("js/admin.js")],
    "COLORS": {
        "base": {
            "50": "#f8f7f4",
            "100": "#f0eee8",
            "200": "#e5e1d8",
            "300": "#cdc7ba",
            "400": "#9ca39c",
            "500": "#646b65",
            "600": "#4a514c",
            "700": "#333c37",
            "800": "#252e2a",
            "900": "#141917",
            "950": "#0d1110",
        },
        "primary": {
            "50": "#eef6f3",
            "100": "#e2eeea",
            "200": "#bfdcd2",
            "300": "#9be0ca",
            "400": "#7ad0b6",
            "500": "#4fb096",
            "600": "#11594a",
            "700": "#0f4f42",
            "800": "#0c4337",
            "900": "#08342b",
            "950": "#04241c",
        },
    },
    "COMMAND": {
        "search_callback": f"{CALLBACKS}.palette",
        "show_history": False,  # names of clients stay off shared computers
    },
    "SIDEBAR": {
        "show_search": True,
        "show_all_applications": False,
        "navigation": f"{CALLBACKS}.navigation",
    },
}
