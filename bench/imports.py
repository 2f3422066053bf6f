"""Measures of imports: from a file to the graph, against COPY and against django-import-export."""

import statistics
import time
from pathlib import Path

import psycopg

from bench import people
from bench.server import BenchError, Finished, database, import_file, run

PEER_ROWS = 1_000  # the peer needs seconds for a thousand rows, whatever the file's length
COPIES = 3
CHANGED = 0.2


def measure(server_url: str, folder: Path, rows: int) -> dict[str, float]:
    """Return the measures of importing `rows` people, and most of them a second time."""
    file = people.write(folder / "people.csv", first=0, last=rows)
    later = people.write(folder / "people_later.csv", first=0, last=rows, changed=CHANGED)
    peer = _peer_rate(server_url, folder, file, min(rows, PEER_ROWS))
    with database(server_url, "import", like="migrated") as url:
        copy = _copy_rate(url, file, rows)
        first = import_file(url, folder / "import", file)
        rate = _rate(url, first, {"applied_created": rows})
        again = import_file(url, folder / "import", later)
        again_rate = _rate(url, again, {"match": rows})
        copy = statistics.mean([copy, _copy_rate(url, file, rows)])
    # before and after, as COPY: the machine's neighbours come and go
    peer = statistics.mean([peer, _peer_rate(server_url, folder, file, min(rows, PEER_ROWS))])
    steps = {f"import_{name}_s": seconds for name, seconds in first.answer["seconds"].items()}
    return {
        "rows": rows,
        "import_rows_per_s": rate,
        "import_command_s": first.seconds,
        **steps,
        "copy_rows_per_s": copy,
        "import_vs_copy": rate / copy,
        "import_export_rows_per_s": peer,
        "import_vs_import_export": rate / peer,
        "import_peak_mb": first.peak_mb,
        "reimport_rows_per_s": again_rate,
        "reimport_share": again_rate / rate,
        "reimport_changed": again.answer["counts"].get("applied_updated", 0),
        "reimport_peak_mb": again.peak_mb,
    }


def _rate(url: str, done: Finished, expected: dict[str, int]) -> float:
    """Return rows a second from the file's receipt to its last row in the graph.

    Raises BenchError when the counts are not the expected ones: a fast wrong import is no measure.
    """
    counts = done.answer["counts"]
    if any(counts.get(name) != number for name, number in expected.items()):
        raise BenchError(f"the import did not do what it should, {expected}: {counts}")
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT extract(epoch FROM finished_at - created_at)::float8 FROM imports_rawbatch"
            " WHERE uid = %s",
            [done.answer["batch"]],
        ).fetchone()
    if row is None:
        raise BenchError("the batch is gone")
    return float(done.answer["rows"] / row[0])


def _copy_rate(url: str, file: Path, rows: int) -> float:
    """Return rows a second of COPY into text columns, committed; the median of some runs."""
    columns = ", ".join(f"c{number} text" for number in range(len(people.HEADER)))
    times = []
    for _ in range(COPIES):
        with psycopg.connect(url) as connection:
            connection.execute(f"CREATE TABLE bench_copy ({columns})")
            connection.commit()
            started = time.monotonic()
            _copy(connection, file)
            connection.commit()
            times.append(time.monotonic() - started)
            connection.execute("DROP TABLE bench_copy")
    return rows / statistics.median(times)


def _copy(connection: "psycopg.Connection[tuple[object, ...]]", file: Path) -> None:
    statement = "COPY bench_copy FROM STDIN (FORMAT csv, HEADER true)"
    with connection.cursor().copy(statement) as copy, file.open("rb") as source:
        while block := source.read(1 << 20):
            copy.write(block)


def _peer_rate(server_url: str, folder: Path, file: Path, rows: int) -> float:
    """Return rows a second of a plain import-export import with history (see bench.peer)."""
    with database(server_url, "peer") as url:
        done = run(url, folder / "peer", "-m", "bench.peer", str(file), str(rows))
    if done.answer["history"] != rows:
        raise BenchError(f"the peer wrote {done.answer['history']} versions of {rows} rows")
    return float(rows / done.answer["seconds"])
