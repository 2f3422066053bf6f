"""Pages of long tables: counted up to a limit, so no list reads a whole table."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator

if TYPE_CHECKING:
    Base = Paginator[Any]
else:
    Base = Paginator

LIMIT = 10_000


class CappedPaginator(Base):
    """Counts at most LIMIT rows and pages no further; searching and filtering reach the rest."""

    template_name = "unfold/pagination_capped.html"

    @cached_property
    def count(self) -> int:
        """The number of rows, LIMIT when there are as many or more."""
        rows = self.object_list
        if hasattr(rows, "order_by"):
            return int(rows.order_by()[:LIMIT].count())
        return len(rows)

    @property
    def is_capped(self) -> bool:
        """Whether there may be more rows than are counted."""
        return self.count >= LIMIT
