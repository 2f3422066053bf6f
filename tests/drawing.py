"""Pages asked for what stands behind them: to draw one takes nine tenths of its time."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.template import Template


@contextmanager
def undrawn() -> Iterator[None]:
    """Let no page be drawn meanwhile; an answer's `context_data` tells what would be drawn."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "render", lambda _template, _context: "")
        yield
