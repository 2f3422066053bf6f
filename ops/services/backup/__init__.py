"""Backup and restore over PostgreSQL's own tools.

take -> verify -> restore -> drill -> prune, each on a `Server` (what is backed up) and a `Vault`
(where it is kept); `here` finds both for this installation and writes the record.
"""

from ops.services.backup.drilling import Drill, drill
from ops.services.backup.encryption import encryption
from ops.services.backup.errors import BackupError
from ops.services.backup.here import encryption_here, facts_here, recorded, server_here, vault_here
from ops.services.backup.media import bring_back
from ops.services.backup.pruning import prune
from ops.services.backup.restoring import Restored, Target, restored
from ops.services.backup.server import Server
from ops.services.backup.streaming import stream
from ops.services.backup.taking import Facts, take
from ops.services.backup.vault import AUTO, FULL, INCREMENTAL, Backup, Vault
from ops.services.backup.verifying import verify

__all__ = [
    "AUTO",
    "FULL",
    "INCREMENTAL",
    "Backup",
    "BackupError",
    "Drill",
    "Facts",
    "Restored",
    "Server",
    "Target",
    "Vault",
    "bring_back",
    "drill",
    "encryption",
    "encryption_here",
    "facts_here",
    "prune",
    "recorded",
    "restored",
    "server_here",
    "stream",
    "take",
    "vault_here",
    "verify",
]
