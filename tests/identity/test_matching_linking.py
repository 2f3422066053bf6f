import csv

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from identity.matching.linking import link
from identity.matching.model import default_model
from identity.matching.reading import read_person
from imports.projection.people import roles_of

FILE = """ref,Full Name,Mobile,E-mail,DOB
a,Asha Rao,+91 98765 43210,asha.rao@example.com,1980-04-02
b,RAO AASHA,09876543210,,1980-04-02
c,Vikram Rao,09876543210,,1979-11-30
d,Lena Weber,,lena@example.org,
e,Weber Lena,,lena@example.org,
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(FILE)
    return path


def read(path):
    with path.open() as lines:
        return list(csv.DictReader(lines))


def test_the_command_writes_pairs_and_clusters(file, tmp_path):
    pairs, clusters = tmp_path / "pairs.csv", tmp_path / "clusters.csv"

    call_command("match_records", file, id="ref", out=pairs, clusters=clusters)

    assert [row["entity"] for row in read(clusters)] == ["a", "a", "c", "d", "d"]
    found = {row["left_id"] + row["right_id"]: row for row in read(pairs)}
    assert float(found["ab"]["probability"]) > 0.9
    assert {row["decision"] for row in found.values()} <= {"auto", "review", "no"}


def test_the_order_of_a_file_changes_nothing(file, tmp_path):
    out = tmp_path / "pairs.csv"
    lines = FILE.splitlines(keepends=True)
    file.write_text(lines[0] + "".join(reversed(lines[1:])))

    call_command("match_records", file, id="ref", out=out, clusters=tmp_path / "c.csv")

    groups = {row["id"]: row["entity"] for row in read(tmp_path / "c.csv")}
    assert (groups["a"] == groups["b"], groups["a"] == groups["c"]) == (True, False)


def test_training_without_labels_keeps_sure_pairs(file, tmp_path):
    out = tmp_path / "pairs.csv"

    call_command("match_records", file, id="ref", out=out, train=True)

    assert ("d", "e") in {(row["left_id"], row["right_id"]) for row in read(out)}


def test_columns_get_their_role_from_the_import_mapper():
    header = ["id", "fname_c1", "lname_c1", "by", "bm", "bd", "ssn"]

    roles = roles_of(header, [["1", "Asha", "Rao", "1980", "4", "2", "99"]], 0)

    assert roles == {
        "given_name": [1], "family_name": [2], "year": [3], "month": [4], "day": [5], "id": [6],
    }  # fmt: skip


def test_an_empty_file_has_nobody():
    assert link([], default_model()).groups == []


@settings(max_examples=40)
@given(st.lists(st.text(max_size=20), max_size=12))
def test_any_names_can_be_linked(names):
    people = [read_person({"full_name": [name]}) for name in names]

    assert len(link(people, default_model()).groups) == len(names)


@pytest.mark.parametrize(
    ("second", "why"),
    [
        ("a,Vikram Rao,,,", "records 1 and 2 are both 'a'"),
        (",Vikram Rao,,,", "record 2 has nothing"),
    ],
)
def test_records_without_a_name_of_their_own_are_refused(file, tmp_path, second, why):
    file.write_text("\n".join([*FILE.splitlines()[:2], second]))

    with pytest.raises(CommandError, match=why):
        call_command("match_records", file, id="ref", out=tmp_path / "pairs.csv")


def test_the_command_says_what_it_read(file, tmp_path, capsys):
    call_command("match_records", file, id="ref", out=tmp_path / "pairs.csv")

    assert "read 5 names, 3 numbers, 3 e-mails" in capsys.readouterr().err


def test_a_file_that_names_nobody_is_refused(tmp_path):
    file = tmp_path / "stones.csv"
    file.write_text("ref,colour,weight\na,red,12\nb,blue,14\n")

    with pytest.raises(CommandError, match="colour"):
        call_command("match_records", file, id="ref", out=tmp_path / "pairs.csv")


@pytest.mark.parametrize("option", ["out", "clusters"])
def test_the_records_are_not_written_over(file, tmp_path, option):
    places = {"out": tmp_path / "pairs.csv", "clusters": tmp_path / "clusters.csv"}

    with pytest.raises(CommandError, match="a file of their own"):
        call_command("match_records", file, id="ref", **places | {option: file})

    assert file.read_text() == FILE


@pytest.mark.parametrize("option", ["out", "clusters"])
def test_a_missing_folder_is_told_before_the_work(file, tmp_path, option, monkeypatch):
    monkeypatch.setattr("imports.management.commands.match_records.link", None)
    paths = {"out": tmp_path / "pairs.csv", option: tmp_path / "missing" / "pairs.csv"}

    with pytest.raises(CommandError, match=r"missing does not exist"):
        call_command("match_records", file, id="ref", **paths)
