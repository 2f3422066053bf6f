"""`manage.py train_matching --by USER`: learn from what reviewers decided, and propose it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from approvals.services import ApprovalError, EligibilityError
from core.models import User
from identity.matching.correcting import Checked, Figures
from identity.services.training import NothingLearnedError, keep, learn, propose_model


class Command(BaseCommand):
    """Fit the match model to decided pairs; it scores once a second person approved that."""

    help = "Learn from the decisions of reviewers and propose the learned model"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("--by", required=True, metavar="USER", help="who proposes it")
        parser.add_argument("--reason", default="", help="what the approver should know")
        only = parser.add_mutually_exclusive_group()
        only.add_argument("--dry-run", action="store_true", help="show the figures, keep nothing")
        only.add_argument("--shipped", action="store_true", help="propose the shipped model again")

    def handle(self, *args: Any, **options: Any) -> None:
        """Learn, show the figures and propose."""
        by = User.objects.filter(username=options["by"], is_active=True).first()
        if by is None:
            raise CommandError(f"there is no user {options['by']!r}")
        try:
            training = None
            if not options["shipped"]:
                learned = learn()
                self._tell(learned.checked)
                if options["dry_run"]:
                    return
                training = keep(learned, by=by)
            proposal = propose_model(training, by=by, reason=options["reason"])
        except NothingLearnedError as error:
            if error.checked:
                self._tell(error.checked)
            raise CommandError(str(error)) from error
        except (ApprovalError, EligibilityError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{proposal.title}: proposal {proposal.uid}, a second person decides")

    def _tell(self, checked: Checked) -> None:
        figures = checked.before
        self.stdout.write(f"{figures.pairs} decided pairs, {figures.same} of them one person")
        self.stdout.write(_line("shipped", checked.before))
        self.stdout.write(_line("learned", checked.after))


def _line(name: str, told: Figures) -> str:
    return (
        f"{name}: loss {told.loss:.4f}, precision {told.precision:.4f}, recall {told.recall:.4f},"
        f" {told.linked} linked without a person, {told.mislinked} of them wrongly"
    )
