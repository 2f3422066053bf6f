"""What the bridge registers with the apps below."""

from identity.registry import register_repoint
from imports.registry import follow
from oracle_bridge.services import insights_of_batch
from oracle_bridge.services.repointing import repoint

register_repoint("oracle_bridge", repoint)
follow("leads_intelligence", insights_of_batch)
