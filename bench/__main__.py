"""`python -m bench`: print a table of measures and, as the last line, one JSON object of them."""

import argparse
import json
import os
import signal
import sys
import tempfile
from pathlib import Path

from bench import imports, pages
from bench.server import BenchError, database, prepare, server
from ops.embedded.errors import EmbeddedError

LINES = (
    # what, ours, peer or limit, ratio; a name of a measure or a fixed bar
    ("import, rows/s : COPY", "import_rows_per_s", "copy_rows_per_s", "import_vs_copy"),
    (
        "import, rows/s : import-export with history",
        "import_rows_per_s",
        "import_export_rows_per_s",
        "import_vs_import_export",
    ),
    ("import, peak MB : bar", "import_peak_mb", 150, None),
    ("re-import, rows/s : import", "reimport_rows_per_s", "import_rows_per_s", "reimport_share"),
    ("contact list, ms : least SQL", "list_ms", "list_sql_ms", "list_vs_sql"),
    ("contact list, queries : bar", "list_queries", 8, None),
    ("dossier, ms : least SQL", "dossier_ms", "dossier_sql_ms", "dossier_vs_sql"),
    ("dossier, queries : bar", "dossier_queries", 16, None),
    ("admin list, ms : least SQL", "changelist_ms", "changelist_sql_ms", "changelist_vs_sql"),
    ("admin list, queries : bar", "changelist_queries", 10, None),
)


def main() -> int:
    """Measure and print; a failure is one message on stderr and exit status 1."""
    options = _options()
    # a plain kill must end the measured process and drop the databases like Ctrl-C does
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    try:
        found = _measure(options)
    except (BenchError, EmbeddedError) as error:
        print(error, file=sys.stderr)
        return 1
    _print_table(found)
    print(json.dumps({name: round(value, 4) for name, value in found.items()}))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--rows",
        type=int,
        default=os.environ.get("ROWS", "20000"),
        help="rows of the imported file, also `make bench ROWS=...` (default 20000)",
    )
    parser.add_argument(
        "--contacts",
        type=lambda text: sorted(int(size) for size in text.split(",")),
        default=os.environ.get("CONTACTS", "2000,20000"),
        help="sizes at which pages are measured, also CONTACTS=... (default 2000,20000)",
    )
    return parser.parse_args()


def _measure(options: argparse.Namespace) -> dict[str, float]:
    before = os.getloadavg()[0]
    with (
        tempfile.TemporaryDirectory(prefix="velocity-bench-") as name,
        server() as url,
        database(url, "migrated") as migrated,
    ):
        folder = Path(name)
        prepare(migrated, folder / "migrated")
        print(f"Importing {options.rows:,} rows ...", flush=True)
        found = imports.measure(url, folder, options.rows)
        print(f"Reading pages at {options.contacts} contacts ...", flush=True)
        found |= pages.measure(url, folder, options.contacts)
    machine = {"cpus": os.cpu_count() or 1, "load_before": before, "load_after": os.getloadavg()[0]}
    return found | machine


def _print_table(found: dict[str, float]) -> None:
    print(
        f"\n{found['rows']:,} rows imported, pages at {found['contacts']:,} contacts; "
        f"{found['cpus']} processors, load {found['load_before']:.1f} before and "
        f"{found['load_after']:.1f} after (load above the processors slows everything)\n"
    )
    print(f"{'what':<45} | {'ours':>10} | {'peer/limit':>10} | {'ratio':>8}")
    print(f"{'-' * 45} | {'-' * 10} | {'-' * 10} | {'-' * 8}")
    for what, ours, other, ratio in LINES:
        value, against = found[ours], found[other] if isinstance(other, str) else other
        share = found[ratio] if ratio else value / against
        print(f"{what:<45} | {value:>10,.1f} | {against:>10,.1f} | {share:>8.3f}")
    for name, value in found.items():
        if "_over_" in name:
            print(f"{name.replace('_', ' '):<45} | {'':>10} | {1.3:>10} | {value:>8.3f}")
    steps = (f"{name[7:-2]} {s:.2f} s" for name, s in found.items() if _is_step(name))
    print(f"\nimport steps: {', '.join(steps)}")


def _is_step(name: str) -> bool:
    whole = name == "import_command_s" or name.endswith("_per_s")
    return name.startswith("import_") and name.endswith("_s") and not whole


if __name__ == "__main__":
    sys.exit(main())
