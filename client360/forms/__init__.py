"""The shape of what people write on the founder's pages."""

from client360.forms.acts import NoteForm, TaskForm
from client360.forms.people import BirthForm, ClientForm, NewClientForm, in_words, typed
from client360.forms.points import NewPointForm, PointForm

__all__ = [
    "BirthForm",
    "ClientForm",
    "NewClientForm",
    "NewPointForm",
    "NoteForm",
    "PointForm",
    "TaskForm",
    "in_words",
    "typed",
]
