"""The shape of what people write on the founder's pages."""

from client360.forms.accounts import AccountForm, NewAccountForm, known_by
from client360.forms.acts import FileForm, NoteForm, TaskForm
from client360.forms.bulk import bulk_form
from client360.forms.deals import NewDealForm
from client360.forms.people import BirthForm, ClientForm, HomeForm, NewClientForm, typed
from client360.forms.points import NewPointForm, PointForm
from client360.forms.records import OwnerForm, RecordForm, in_words

__all__ = [
    "AccountForm",
    "BirthForm",
    "ClientForm",
    "FileForm",
    "HomeForm",
    "NewAccountForm",
    "NewClientForm",
    "NewDealForm",
    "NewPointForm",
    "NoteForm",
    "OwnerForm",
    "PointForm",
    "RecordForm",
    "TaskForm",
    "bulk_form",
    "in_words",
    "known_by",
    "typed",
]
