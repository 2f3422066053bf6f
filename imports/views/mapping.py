"""Acts about the file: read it another way, confirm what its columns mean."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from imports import services
from imports.choices import BatchState
from imports.forms import ENTITIES, MappingForm, ReadingForm
from imports.models import ColumnMapping, RawBatch
from imports.services import WrongStateError, correct_mapping, current_manifest, reread
from imports.views.access import acting_on, back_to, complain, person, start
from imports.views.panels.columns import MOST_COLUMNS

KINDS = dict(ENTITIES)
ANEW = "The columns are proposed anew, for rows that are"


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
    """Keep the person's choices, confirm the mapping and let the import go on.

    Rows of another kind have other fields: the columns are proposed anew and shown first.
    """
    if batch.state not in (BatchState.MAPPING_PROPOSED, BatchState.FAILED):
        raise WrongStateError(batch, "confirm the mapping")
    columns = list(current_manifest(batch).columns.all()[:MOST_COLUMNS])
    initial = {"entity": batch.entity}
    form = MappingForm(request.POST, columns=columns, initial=initial)
    if not form.is_valid():
        complain(request, _words(form))
        return back_to(batch, "columns")
    entity, chosen = form.cleaned_data["entity"], _chosen(form, columns)
    other = entity != batch.entity
    if chosen or other:
        correct_mapping(batch, chosen, by=person(request), entity=entity)
    region = form.cleaned_data["region_hint"]
    if region != batch.region_hint:
        batch.region_hint = region
        batch.save(update_fields=["region_hint"])
    if other:
        messages.info(request, f"{ANEW} {KINDS[entity].lower()}. Look at them and confirm.")
        return back_to(batch, "columns")
    services.confirm(batch, by=person(request))
    start(batch)
    return back_to(batch)


def _chosen(form: MappingForm, columns: list[ColumnMapping]) -> dict[int, str]:
    """Return the columns the person gave another field than the one proposed."""
    targets = form.targets()
    before = {column.position: column.target for column in columns}
    return {place: target for place, target in targets.items() if target != before[place]}


def _words(form: ReadingForm | MappingForm) -> str:
    return " ".join(
        f"{form.fields[name].label or name}: {' '.join(map(str, errors))}"
        for name, errors in form.errors.items()
    )
