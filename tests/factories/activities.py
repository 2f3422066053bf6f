"""What happened and what is to be done."""

import factory
from django.utils import timezone

from activities.models import (
    Attachment,
    Interaction,
    InteractionParticipant,
    Note,
    Task,
    Transcript,
    TranscriptSegment,
)
from activities.services import add_note, add_task, log_interaction
from tests.factories.base import CanonicalFactory
from tests.factories.contacts import ContactFactory


class InteractionFactory(factory.django.DjangoModelFactory):
    """An inbound WhatsApp message of now, logged by `log_interaction`."""

    class Meta:
        model = Interaction

    contact = factory.SubFactory(ContactFactory)
    kind = "whatsapp"
    direction = "inbound"
    occurred_at = factory.LazyFunction(timezone.now)
    external_id = factory.Sequence(lambda n: f"message-{n}")
    body = "Is the corner unit still available?"
    by = None

    @classmethod
    def _create(cls, _model, *_args, **kwargs):
        return log_interaction(**kwargs)


class InteractionParticipantFactory(CanonicalFactory):
    """A new contact who took part in a new interaction."""

    class Meta:
        model = InteractionParticipant

    interaction = factory.SubFactory(InteractionFactory)
    contact = factory.SubFactory(ContactFactory)


class TranscriptFactory(CanonicalFactory):
    """A quarantined transcript of a new call."""

    class Meta:
        model = Transcript

    interaction = factory.SubFactory(InteractionFactory, kind="call")
    engine = "whisper"
    text_sha256 = factory.Sequence(lambda n: f"{n:064x}")


class TranscriptSegmentFactory(factory.django.DjangoModelFactory):
    """The first two seconds of a new transcript."""

    class Meta:
        model = TranscriptSegment

    transcript = factory.SubFactory(TranscriptFactory)
    seq = factory.Sequence(lambda n: n)
    t0 = 0
    t1 = 2
    text = "Good morning."


class NoteFactory(factory.django.DjangoModelFactory):
    """A note on a new contact, written by `add_note`."""

    class Meta:
        model = Note

    contact = factory.SubFactory(ContactFactory)
    body = "Prefers a high floor."
    by = None

    @classmethod
    def _create(cls, _model, *_args, **kwargs):
        return add_note(**kwargs)


class TaskFactory(factory.django.DjangoModelFactory):
    """A task on a new contact, due now, added by `add_task`."""

    class Meta:
        model = Task

    contact = factory.SubFactory(ContactFactory)
    title = "Call back"
    due_at = factory.LazyFunction(timezone.now)
    by = None

    @classmethod
    def _create(cls, _model, *_args, **kwargs):
        return add_task(**kwargs)


class AttachmentFactory(CanonicalFactory):
    """A file on a new contact; its bytes are not stored."""

    class Meta:
        model = Attachment

    contact = factory.SubFactory(ContactFactory)
    file = "attachments/floor-plan.pdf"
    original_name = "floor-plan.pdf"
    sha256 = "0" * 64
    size = 1024
    mime = "application/pdf"
