"""What the bridge registers with the apps below."""

from identity.registry import register_repoint
from imports.choices import ResultKind
from imports.registry import undo_kind, write_rows
from oracle_bridge.services.intelligence import SOURCE, UNDO, write_insights
from oracle_bridge.services.repointing import repoint

register_repoint("oracle_bridge", repoint)
write_rows(SOURCE, write_insights)
undo_kind(ResultKind.INSIGHT, UNDO)
