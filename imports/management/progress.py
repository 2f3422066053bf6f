"""A progress bar for imports that run in the foreground."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from tqdm import tqdm
from tqdm.contrib.logging import logging_redirect_tqdm

from imports.models import RawBatch

EVERY = 0.5  # seconds between two looks


@contextmanager
def watched(batch: RawBatch) -> Iterator[None]:
    """Draw the batch's progress on standard error while the block runs, if a person is there.

    Lines of the log go above the bar meanwhile, each on a line of its own.
    """
    if not sys.stderr.isatty():
        yield
        return
    done = threading.Event()
    thread = threading.Thread(target=_draw, args=(batch.pk, done), daemon=True)
    thread.start()
    try:
        with logging_redirect_tqdm():
            yield
    finally:
        done.set()
        thread.join()


def _draw(batch_id: int, done: threading.Event) -> None:
    with tqdm(unit=" rows", unit_scale=True, file=sys.stderr) as bar:
        while not done.wait(EVERY):
            batch = RawBatch.objects.get(pk=batch_id)
            bar.total = batch.row_count or None
            bar.set_description(batch.get_state_display())
            bar.n = batch.progress
            bar.refresh()
    connection.close()
