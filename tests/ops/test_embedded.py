"""The embedded server: joined, left, killed at every place, and started again."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ops.embedded.cluster import PROJECT, Cluster, adopt
from ops.embedded.errors import EmbeddedError
from ops.embedded.layout import layout, open_to_others
from ops.embedded.processes import wait_until, working_in

JOIN = """
import sys, time
from pathlib import Path
from ops.embedded.cluster import Cluster
print(Cluster(Path(sys.argv[1]), durable=False).start(), flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("home")
    yield folder
    Cluster(folder).remove()


@pytest.fixture
def cluster(home: Path) -> Iterator[Cluster]:
    cluster = Cluster(home, durable=False)
    cluster.start()
    yield cluster
    cluster.stop()


def query(cluster: Cluster, text: str) -> object:
    with psycopg.connect(cluster.url, autocommit=True) as connection:
        row = connection.execute(text.encode()).fetchone()
    return row[0] if row else None


def another_process(home: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 -- this Python, our own code
        [sys.executable, "-c", JOIN, str(home)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def postmaster(cluster: Cluster) -> int:
    return int((cluster.layout.data / "postmaster.pid").read_text().splitlines()[0])


def keeper(cluster: Cluster) -> int:
    return int((cluster.layout.home / "postgres.keeper.lock").read_text())


def gone(cluster: Cluster) -> bool:
    return wait_until(lambda: not cluster.running() and not working_in(cluster.layout.data), 15)


def test_a_started_cluster_is_postgresql_18_without_jit(cluster: Cluster) -> None:
    answer = query(cluster, "SELECT current_setting('server_version_num')::int / 10000")

    assert (answer, query(cluster, "SHOW jit")) == (18, "off")


def test_the_application_is_no_superuser(cluster: Cluster) -> None:
    answer = query(cluster, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")

    assert answer is False


def test_the_server_listens_on_no_network_address(cluster: Cluster) -> None:
    assert query(cluster, "SHOW listen_addresses") == ""


def test_starting_twice_gives_the_same_server(cluster: Cluster) -> None:
    first = postmaster(cluster)

    cluster.start()

    assert postmaster(cluster) == first


def test_the_last_to_leave_stops_the_server(cluster: Cluster) -> None:
    cluster.leave()

    assert not cluster.running()
    assert working_in(cluster.layout.data) == []


def test_the_server_stays_while_somebody_uses_it(cluster: Cluster, home: Path) -> None:
    other = Cluster(home)
    other.start()

    cluster.leave()

    assert cluster.running()
    other.leave()
    assert not cluster.running()


def test_a_pinned_server_stays_without_users(cluster: Cluster) -> None:
    cluster.pin()

    cluster.leave()

    assert not wait_until(lambda: not cluster.running(), 1)


def test_the_server_ends_when_its_only_user_is_killed(cluster: Cluster, home: Path) -> None:
    cluster.stop()
    user = another_process(home)
    assert user.stdout is not None
    user.stdout.readline()

    end(user)

    assert gone(cluster)


def test_five_processes_at_once_share_one_server(cluster: Cluster, home: Path) -> None:
    cluster.stop()
    users = [another_process(home) for _ in range(5)]

    urls = {user.stdout.readline().strip() for user in users if user.stdout is not None}

    assert urls == {cluster.url}
    for user in users:
        end(user)
    assert gone(cluster)


def test_data_survive_a_killed_postmaster(home: Path) -> None:
    cluster = Cluster(home)
    cluster.start()
    with psycopg.connect(cluster.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    os.kill(postmaster(cluster), signal.SIGKILL)
    wait_until(lambda: not cluster.running(), 5)

    cluster.start()

    assert query(cluster, "SELECT n FROM kept") == 7
    cluster.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="needs the parent-death signal of Linux")
def test_a_killed_keeper_takes_the_server_along(cluster: Cluster) -> None:
    os.kill(keeper(cluster), signal.SIGKILL)

    assert gone(cluster)
    cluster.start()
    assert query(cluster, "SELECT 1") == 1


def test_a_stale_pid_file_naming_a_living_process_does_not_hinder(cluster: Cluster) -> None:
    cluster.stop()
    lines = (str(os.getpid()), str(cluster.layout.data), "0", "5432", "", "", "", "ready")
    (cluster.layout.data / "postmaster.pid").write_text("\n".join(lines))

    cluster.start()

    assert query(cluster, "SELECT 1") == 1


def test_data_of_another_major_version_are_refused_with_a_recipe(cluster: Cluster) -> None:
    cluster.stop()
    version = cluster.layout.data / "PG_VERSION"
    ours = version.read_text()
    version.write_text("17\n")

    with pytest.raises(EmbeddedError, match=r"(?s)written by PostgreSQL 17.*pg_dumpall"):
        cluster.start()

    version.write_text(ours)


def test_an_interrupted_creation_is_made_again(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path, durable=False)
    cluster.layout.prepare()
    (cluster.layout.folder / "data.part").mkdir()

    with cluster.serving():
        answer = query(cluster, "SELECT 1")

    cluster.remove()
    assert answer == 1


def test_no_permission_of_a_directory_that_is_not_ours_changes(tmp_path: Path) -> None:
    home = tmp_path / "private" / "home"
    home.mkdir(parents=True)
    home.parent.chmod(0o700)
    cluster = Cluster(home, durable=False)
    foreign = {*home.parents, home, *cluster.layout.folder.parents, *cluster.layout.socket.parents}
    foreign.discard(cluster.layout.folder)
    before = {path: permissions(path) for path in foreign if path.exists()}

    with cluster.serving():
        during = {path: permissions(path) for path in before}
    cluster.remove()

    assert before == during == {path: permissions(path) for path in before}


def permissions(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_mode, found.st_uid, found.st_gid


def test_the_folders_of_the_server_are_private(cluster: Cluster) -> None:
    place = cluster.layout
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (place.folder, place.data, place.socket)}

    assert modes == {0o700}


def test_a_long_home_gets_a_short_socket(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / ("long" * 30), durable=False)

    with cluster.serving():
        answer = query(cluster, "SELECT 1")

    cluster.remove()
    assert answer == 1
    assert not cluster.layout.socket.exists()


def test_a_socket_folder_open_to_others_is_refused(tmp_path: Path) -> None:
    place = layout(tmp_path / ("long" * 30))
    place.socket.mkdir(parents=True, mode=0o755)

    with pytest.raises(EmbeddedError, match="not a private folder"):
        place.prepare()

    Cluster(place.home).remove()


def test_a_program_below_a_closed_folder_is_not_open_to_others(tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.touch(mode=0o755)
    tmp_path.chmod(0o700)

    assert not open_to_others(program)
    assert open_to_others(Path("/bin/sh"))


def test_adopting_a_url_forgets_where_libpq_was_sent() -> None:
    environment = {"PGPORT": "6000", "PGHOSTADDR": "127.0.0.1", "HOME": "/home/alice"}

    adopt(environment, "postgresql://velocity@/velocity")

    assert environment == {"DATABASE_URL": "postgresql://velocity@/velocity", "HOME": "/home/alice"}
