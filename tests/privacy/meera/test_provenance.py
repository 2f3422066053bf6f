"""From a golden value back to the cell, the rule, the proposal and the people, in PROV-JSON."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from privacy.selectors.prov import prov_json
from tests.api_clients import calls

pytestmark = pytest.mark.django_db
RELATIONS = {
    "wasGeneratedBy": ("entity", "activity"),
    "used": ("activity", "entity"),
    "wasDerivedFrom": ("generatedEntity", "usedEntity"),
    "wasAssociatedWith": ("activity", "agent"),
    "wasInformedBy": ("informed", "informant"),
    "specializationOf": ("specificEntity", "generalEntity"),
}


def test_an_imported_value_leads_to_its_row_rule_and_people(meera):
    document = prov_json(meera, fields=["given_name"])

    value = f"velocity:contact/{meera.uid}#given_name"
    (derived,) = document["wasDerivedFrom"].values()
    assert derived["prov:generatedEntity"] == value
    assert derived["velocity:column"] == "First Name"
    assert derived["velocity:rule"] == "contact.given_name"
    assert document["entity"][derived["prov:usedEntity"]]["velocity:file"] == "contacts.csv"
    assert {agent["prov:label"] for agent in document["agent"].values()} == {
        "Alice Fernandes",
        "Dora Kapadia",
    }


def test_a_proposed_value_leads_to_its_proposal_and_approver(meera):
    document = prov_json(meera, fields=["occupation"])

    roles = {
        (record["prov:agent"], record["prov:role"])
        for record in document["wasAssociatedWith"].values()
    }
    assert ("velocity:agent/Alice_Fernandes", "proposer") in roles
    assert ("velocity:agent/Dora_Kapadia", "approver") in roles


def test_every_relation_leads_to_records_of_the_document(meera):
    document = prov_json(meera)

    known = {name for part in ("entity", "activity", "agent") for name in document[part]}
    ends = {
        record[f"prov:{end}"]
        for relation, names in RELATIONS.items()
        for record in document.get(relation, {}).values()
        for end in names
    }
    assert ends <= known


def test_the_api_gives_it_to_who_sees_the_person(meera, alice, charlie):
    path = f"/api/v1/contacts/{meera.uid}/provenance/?format=prov-json"

    answers = [calls(user).get(path) for user in (alice, charlie)]

    assert [answer.status_code for answer in answers] == [200, 404]
    assert answers[0].json()["prefix"]["prov"] == "http://www.w3.org/ns/prov#"


def test_the_command_writes_one_field(meera):
    out = StringIO()

    call_command("export_provenance", str(meera.uid), "given_name", stdout=out)

    assert len(json.loads(out.getvalue())["wasDerivedFrom"]) == 1
