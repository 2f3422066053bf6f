"""The guard of tables of record, as a migration operation: an erasure may redact, nobody else.

`core_refuse` stands on statements and on rows; while an erasure runs (`core_erasing`) it lets an
UPDATE pass, on a row by returning the row, for a row trigger that returns none skips the row.
"""

from django.db.migrations import RunSQL

REFUSE = """
CREATE OR REPLACE FUNCTION core_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND core_erasing() THEN
        {through}
    END IF;
    RAISE EXCEPTION '% on % is refused: %', TG_OP, TG_TABLE_NAME, TG_ARGV[0]
        USING ERRCODE = 'check_violation', CONSTRAINT = 'row_is_kept';
END $$;
"""
BOTH = "IF TG_LEVEL = 'ROW' THEN RETURN NEW; END IF; RETURN NULL;"


class RedactRows(RunSQL):
    """Let an erasure through the guards that stand on rows, too."""

    def __init__(self) -> None:
        super().__init__(REFUSE.format(through=BOTH), REFUSE.format(through="RETURN NULL;"))
