"""Pages of long tables: counted up to a limit, so no list reads a whole table."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator

from core.querysets import count_by_branches, page_by_branches

if TYPE_CHECKING:
    from django.core.paginator import Page

    Base = Paginator[Any]
else:
    Base = Paginator

LIMIT = 10_000
# the order of records that every branch of their visibility has an index for
NEWEST = ("-updated_at", "-id")


class CappedPaginator(Base):
    """Counts at most LIMIT rows and pages no further; searching and filtering reach the rest.

    Records narrowed to one person by nothing but their visibility are read branch by branch.
    """

    template_name = "unfold/pagination_capped.html"

    @cached_property
    def count(self) -> int:
        """The number of rows, LIMIT when there are as many or more."""
        rows: Any = self.object_list
        if self._by_branches:
            return count_by_branches(rows, LIMIT)
        if hasattr(rows, "order_by"):
            return int(rows.order_by()[:LIMIT].count())
        return len(rows)

    @property
    def is_capped(self) -> bool:
        """Whether there may be more rows than are counted."""
        return self.count >= LIMIT

    def page(self, number: Any) -> "Page[Any]":
        """Return one page."""
        if not self._by_branches:
            return super().page(number)
        place = self.validate_number(number)
        bottom = (place - 1) * self.per_page
        top = bottom + self.per_page
        rows: Any = page_by_branches(self.object_list, NEWEST, top)  # type: ignore[arg-type]
        return self._get_page(rows[bottom:top], place, self)  # type: ignore[no-any-return, attr-defined]

    @property
    def _by_branches(self) -> bool:
        """Whether the rows are narrowed by a rule in branches, and by nothing else."""
        rows: Any = self.object_list
        if getattr(rows, "seen_by", None) is None:
            return False
        return tuple(rows.query.order_by) == NEWEST and len(rows.query.where.children) == 1
