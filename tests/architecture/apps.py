"""The apps of the project and their order, read from the one place that states it."""

import tomllib
from pathlib import Path

from django.apps import AppConfig, apps

ROOT = Path(__file__).parents[2]


def layers() -> list[set[str]]:
    """Return the layers of the import contract, the highest first; apps of one are siblings."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = project["tool"]["importlinter"]["contracts"]
    rows = next(contract["layers"] for contract in contracts if contract["id"] == "apps")
    return [{name.strip() for name in row.split("|")} for row in rows]


def own_apps() -> list[AppConfig]:
    """Return the project's apps as Django knows them."""
    names = set().union(*layers())
    return [config for config in apps.get_app_configs() if config.name in names]
