"""An invented client base of any size: believable, labelled, and the same for the same seed."""

from ops.services.client_graph.generating import (
    LATEST,
    Generated,
    Label,
    OtherGraphError,
    Plan,
    generate,
)

__all__ = ["LATEST", "Generated", "Label", "OtherGraphError", "Plan", "generate"]
