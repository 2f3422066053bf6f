"""A web server or worker that was pointed at production's database by mistake does not start."""

import structlog
from django.conf import settings
from django.db import DatabaseError, connections

from ops.services import WrongDatabaseError, claim

logger = structlog.get_logger(__name__)


def claim_or_exit() -> None:
    """End the process when the database is production's and this installation is not.

    A database that is away or not migrated yet has no mark to read; readiness tells that.
    """
    try:
        claim(settings.ENVIRONMENT)
    except WrongDatabaseError as error:
        raise SystemExit(str(error)) from error
    except DatabaseError as error:
        logger.warning("database_not_asked_whose_it_is", error=type(error).__name__)
    finally:
        connections.close_all()  # servers fork after this
