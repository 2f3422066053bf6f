"""What rows make besides people and accounts: written once, explained, undone."""

from imports.services.results.undoing import undo_results
from imports.services.results.writing import commit_happenings

__all__ = ["commit_happenings", "undo_results"]
