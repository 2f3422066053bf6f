"""What the tests of operations share."""

import shutil
from collections.abc import Iterator

import pytest

from tests.ops.house import ROWS, House


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("backup")
    house = House(folder)
    with house.cluster.serving():
        (folder / "m").mkdir()
        (folder / "m" / "leads.csv").write_text("name\nMeera Rao\n")
        house.run(ROWS)
        yield house
    house.cluster.remove()
    shutil.rmtree(house.vault.folder)
