"""What stands around people and accounts whoever brought them, and why undoing keeps these."""

from typing import Final

_PARTIES: Final = (
    "opportunities_opportunityparty x"
    " JOIN opportunities_opportunity d ON d.id = x.opportunity_id AND d.state = 'active'"
)
# why -> what of somebody (`c`) has a row (`x`); what the import itself brought is undone by then
_OF_PEOPLE: Final = {
    "has interactions": "activities_interaction x WHERE x.contact_id = c.id AND x.state = 'active'",
    "has tasks": "activities_task x WHERE x.contact_id = c.id AND x.status <> 'cancelled'",
    "has notes": "activities_note x WHERE x.contact_id = c.id AND x.state = 'active'",
    "has files": "activities_attachment x WHERE x.contact_id = c.id AND x.state = 'active'",
    "has deals": "opportunities_opportunity x"
    " WHERE x.primary_contact_id = c.id AND x.state = 'active'",
    "has a part in deals": f"{_PARTIES} WHERE x.contact_id = c.id AND x.until IS NULL",
    "has interests": "opportunities_propertyinterest x"
    " WHERE x.contact_id = c.id AND x.closed_at IS NULL",
    "has visits": "opportunities_sitevisit x WHERE x.contact_id = c.id AND x.status <> 'cancelled'",
    "is in a household": "contacts_householdmember x WHERE x.contact_id = c.id",
    "has relationships": "(SELECT from_contact_id AS who, until FROM contacts_relationship"
    " UNION ALL SELECT to_contact_id, until FROM contacts_relationship) x"
    " WHERE x.who = c.id AND x.until IS NULL",
    "answered about consent": "contacts_consentrecord x"
    " WHERE x.contact_id = c.id AND x.channel <> 'import'",
}
# of an account (`a`)
_OF_ACCOUNTS: Final = (
    "contacts_accountcontact x WHERE x.account_id = a.id AND x.until IS NULL",
    "activities_interaction x WHERE x.account_id = a.id AND x.state = 'active'",
    "activities_task x WHERE x.account_id = a.id AND x.status <> 'cancelled'",
    "activities_note x WHERE x.account_id = a.id AND x.state = 'active'",
    "activities_attachment x WHERE x.account_id = a.id AND x.state = 'active'",
    "opportunities_opportunity x WHERE x.account_id = a.id AND x.state = 'active'",
    f"{_PARTIES} WHERE x.account_id = a.id AND x.until IS NULL",
    "contacts_relationship x WHERE x.to_account_id = a.id AND x.until IS NULL",
)

PEOPLE_IN_USE: Final = ",\n    ".join(
    f"CASE WHEN EXISTS (SELECT FROM {row}) THEN '{why}' END" for why, row in _OF_PEOPLE.items()
)
ACCOUNT_UNUSED: Final = "\nAND ".join(f"NOT EXISTS (SELECT FROM {row})" for row in _OF_ACCOUNTS)
