"""Acts about the file: read it another way, confirm what its columns mean."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from imports import services
from imports.choices import BatchState
from imports.forms import MappingForm, ReadingForm
from imports.models import RawBatch
from imports.services import WrongStateError, correct_mapping, current_manifest, reread
from imports.views.access import acting_on, back_to, complain, person, start
from imports.views.panels.columns import MOST_COLUMNS


@acting_on
def read_again(request: HttpRequest, batch: RawBatch) -> HttpResponse:
    """Read the file as the person says; a new import takes this one's place if rows are stored."""
    form = ReadingForm(request.POST)
    if not form.is_valid():
        complain(request, _words(form))
        return back_to(batch, "file")
    new = reread(batch, form.reading(), by=person(request))
    start(new)
    if new.pk != batch.pk:
        messages.success(
            request,
            f"{batch.filename} is read again as a new import; the first reading is cancelled "
            "and its rows are kept.",
        )
    return back_to(new, "file" if new.pk == batch.pk else "")


@acting_on
def confirm(request: HttpRequest, batch: RawBatch) -> HttpResponse:
    """Keep the person's choices, confirm the mapping and let the import go on."""
    if batch.state not in (BatchState.MAPPING_PROPOSED, BatchState.FAILED):
        raise WrongStateError(batch, "confirm the mapping")
    columns = list(current_manifest(batch).columns.all()[:MOST_COLUMNS])
    initial = {"entity": batch.entity}
    form = MappingForm(request.POST, columns=columns, initial=initial)
    if not form.is_valid():
        complain(request, _words(form))
        return back_to(batch, "columns")
    targets, entity = form.targets(), form.cleaned_data["entity"]
    changed = any(targets[column.position] != column.target for column in columns)
    if changed or entity != batch.entity:
        correct_mapping(batch, targets, by=person(request), entity=entity)
    region = form.cleaned_data["region_hint"]
    if region != batch.region_hint:
        batch.region_hint = region
        batch.save(update_fields=["region_hint"])
    services.confirm(batch, by=person(request))
    start(batch)
    return back_to(batch)


def _words(form: ReadingForm | MappingForm) -> str:
    return " ".join(
        f"{form.fields[name].label or name}: {' '.join(map(str, errors))}"
        for name, errors in form.errors.items()
    )
