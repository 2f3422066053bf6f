"""What the bridge registers with the apps below."""

from identity.registry import register_repoint
from oracle_bridge.services.repointing import repoint

register_repoint("oracle_bridge", repoint)
