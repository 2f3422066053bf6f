"""Files whose rows forgot them already."""

from django.db import models
from django.db.models.functions import Now


class FileToRemove(models.Model):
    """A file of the storage that no row names any more; the row goes when the file is gone."""

    name = models.CharField(max_length=300, unique=True)
    forgotten_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name_plural = "files to remove"

    def __str__(self) -> str:
        return f"file {self.pk}"  # its name may be the person's
