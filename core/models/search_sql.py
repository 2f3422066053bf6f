"""Database functions behind search, as a migration operation: names written in any script.

- `core_latin`: a word of another script in Latin letters, as `core.scripts.to_latin` writes it;
- `core_sounds`: the consonants of a Latin word, spellings of one sound falling together, so that
  Mohammed finds a name whose short vowels nobody writes, and Murugan one in Tamil;
- `core_sounds_like`: the same as a pattern, for words of another script among names in Latin;
- `core_searchable`: the text search looks in: folded, and for words of other scripts what they are
  in Latin letters and, between `~`, their sounds. A text in ASCII costs one look at its length.
"""

import json
from typing import Final

from django.db.migrations import RunSQL

from core.scripts import BLOCK, CONSONANTS, ENDINGS, INDIA, INHERENT, LETTERS, LONG_VOWELS

OTHER: Final = r"[\u0400-\u052f\u0600-\u06ff\u0900-\u0d7f]"
"""A letter of a script that is written in Latin ones."""

_ARABIC: Final = r"[\u0620-\u06ff]"
_CHARACTERS: Final = "".join(map(chr, ENDINGS))
_INSTEAD: Final = "".join(chr(letter) for letter in ENDINGS.values())

# what sounds alike, from the first to the last; a Tamil letter stands for two sounds of others
_SOUNDS: Final = (
    ("^(al|el)[ -]+", ""), ("[^a-z]+", ""), ("x", "ks"), ("ph|f", "p"),
    ("s+(c?h+)?|c+h+|c(?=[eiy])", "s"), ("[kgqc]+h*", "k"), ("[td]+h*", "t"), ("[pb]+h*", "p"),
    ("[jz]+h*", "j"), ("[vw]+", "v"), ("n(?=p)", "m"), (r"([lmnrhs])\1+", r"\1"),
    ("^[aeiou]+", "a"), ("(?<=.)[aeiouy]+", ""), ("(?<=.)h$", ""),
)  # fmt: skip
# how each of these is written, for a pattern; `-` is what may stand between two of them
_SPELLINGS: Final = (
    ("ks", "X"), ("(.)(?=.)", r"\1-"), ("^(.-.)$", r"\1-\\M"), ("([lmnr])", r"\1+"),
    ("k", "[kgqc]+h*"), ("t", "[td]+h*"), ("p", "[pbf]+h*"), ("j", "[jz]+h*"), ("v", "[vw]+"),
    ("s", "(s+c?h*|ch*)"), ("X", "([kgqc]+h*-s+h*|x)"), ("^a", "[aeiou]+"), ("-", "[aeiouyh]*"),
)  # fmt: skip


def _replaced(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    """Return the expression that replaces one pattern after the other."""
    for pattern, instead in pairs:
        text = f"regexp_replace({text}, '{pattern}', '{instead}', 'g')"
    return text


_CREATE: Final = rf"""
-- Writes a word of another script in Latin letters; null if nothing is left.
CREATE FUNCTION core_latin(word text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    WITH plain AS (
        SELECT regexp_replace(
            translate(lower(normalize(word, NFC)), '{_CHARACTERS}', '{_INSTEAD}'),
            '^ال(?={_ARABIC}{_ARABIC})', 'al ') AS whole
    ), one AS (
        SELECT place, CASE WHEN ascii(letter) BETWEEN {INDIA.start} AND {INDIA.stop - 1}
            THEN chr({INDIA.start} + (ascii(letter) - {INDIA.start}) % {BLOCK})
            ELSE letter END AS letter
        FROM plain, regexp_split_to_table(whole, '') WITH ORDINALITY AS l(letter, place)
    ), placed AS (
        SELECT place, letter, coalesce(lag(letter) OVER w, '') AS before,
               coalesce(lead(letter) OVER w, '') AS after
        FROM one WINDOW w AS (ORDER BY place)
    )
    SELECT nullif(regexp_replace(normalize(string_agg(
        coalesce(
            CASE WHEN before ~ '{_ARABIC}' AND after ~ '{_ARABIC}'
                THEN '{json.dumps(LONG_VOWELS)}'::jsonb ->> letter END,
            '{json.dumps(LETTERS)}'::jsonb ->> letter, letter)
        || CASE WHEN after <> '' AND strpos('{"".join(CONSONANTS)}', letter) > 0
               AND strpos('{INHERENT}', after) > 0 THEN 'a' ELSE '' END,
        '' ORDER BY place), NFKD), '[^ -~]+', '', 'g'), '')
    FROM placed
$$;

-- Returns the consonants of a Latin word as they sound; null if they are fewer than two.
CREATE FUNCTION core_sounds(word text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT CASE WHEN length(told) > 1 THEN told END
    FROM (SELECT {_replaced("public.core_fold(word)", _SOUNDS)} AS told) sounds
$$;

-- Returns what to look for in a search text for a word: its sounds, all of them if they are two.
CREATE FUNCTION core_sounded(word text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT '~' || told || CASE WHEN length(told) = 2 THEN '~' ELSE '' END
    FROM (SELECT public.core_sounds(coalesce(public.core_latin(word), word)) AS told) sounds
$$;

-- Returns the pattern of Latin spellings of a word of another script.
CREATE FUNCTION core_sounds_like(word text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
    SELECT '\m' || {_replaced("told", _SPELLINGS)}
    FROM (SELECT public.core_sounds(public.core_latin(word)) AS told) sounds
$$;

-- Returns the text search looks in.
CREATE FUNCTION core_searchable(value text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT AS $$
BEGIN
    IF octet_length(value) = length(value) THEN
        RETURN lower(value);
    END IF;
    IF value !~ '{OTHER}' THEN
        RETURN public.core_fold(value);
    END IF;
    RETURN concat_ws(' ', public.core_fold(value), (
        SELECT concat_ws(' ', string_agg(latin, ' '),
                         '~' || string_agg(public.core_sounds(latin), '~') || '~')
        FROM (SELECT public.core_latin(word) AS latin
              FROM regexp_split_to_table(value, '\s+') AS word WHERE word ~ '{OTHER}') words));
END $$;
"""  # noqa: S608 -- our own tables of letters
_DROP: Final = """
DROP FUNCTION core_searchable(text); DROP FUNCTION core_sounds_like(text);
DROP FUNCTION core_sounded(text); DROP FUNCTION core_sounds(text); DROP FUNCTION core_latin(text);
"""


class SearchFunctions(RunSQL):
    """Create the functions search texts are written and asked with."""

    def __init__(self) -> None:
        super().__init__(_CREATE, _DROP)
