"""Reading exports of forms where one column holds the question and the next one its answer."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from imports.mapping.candidates import Reading, read
from imports.mapping.fields import UNMAPPED, Entity
from imports.mapping.folding import word_set
from imports.mapping.headers import normalise

_ASKED: Final = word_set("""
    question frage pregunta domanda pergunta vraag soru вопрос سؤال प्रश्न सवाल sawal 问题 質問
""")
_ANSWERED: Final = word_set("""
    answer response reply antwort respuesta reponse risposta resposta antwoord cevap ответ جواب
    اجابة उत्तर जवाब jawab 答案 回答
""")
_NUMBER: Final = re.compile(r"\d+")
_AGREE: Final = 0.8
_REPEATED: Final = 0.5  # a form asks the same of everybody
_FEW: Final = 2

Asked = dict[int, tuple[str, Reading]]
"""By the place of a column of answers: what was asked, and how that reads."""


def asked(header: Sequence[str], columns: Sequence[Sequence[str]], entity: Entity) -> Asked:
    """Find the columns of answers and what they answer; their questions stand in other cells."""
    found: Asked = {}
    for position, text in enumerate(header):
        if not _is_called(text, _ANSWERED):
            continue
        at = _question_of(position, header)
        if at is not None and (told := _told(columns[at], entity)):
            found[position] = told
    return found


def questions(header: Sequence[str]) -> list[int]:
    """List the columns that hold questions, for there are columns of their answers."""
    answers = [at for at, text in enumerate(header) if _is_called(text, _ANSWERED)]
    pairs = [_question_of(at, header) for at in answers]
    return [at for at in pairs if at is not None]


def _is_called(text: str, words: frozenset[str]) -> bool:
    tokens = [token for token in normalise(text).split() if not token.isdigit()]
    return len(tokens) == 1 and tokens[0] in words


def _question_of(position: int, header: Sequence[str]) -> int | None:
    """Find the question an answer belongs to: it has the same number, or stands before it."""
    number = _NUMBER.findall(header[position])
    for at, text in enumerate(header):
        if (
            _is_called(text, _ASKED)
            and _NUMBER.findall(text) == number
            and (number or at < position)
        ):
            return at
    return None


def _told(cells: Sequence[str], entity: Entity) -> tuple[str, Reading] | None:
    """Read the questions asked in a column, where nearly all of them ask for the same."""
    texts = Counter(text for cell in cells if (text := cell.strip()))
    if texts.total() < _FEW or len(texts) > max(1, _REPEATED * texts.total()):
        return None
    votes: Counter[str] = Counter()
    for text, count in texts.items():
        votes[_wanted(read(text, entity))] += count
    target, count = votes.most_common(1)[0]
    if target == UNMAPPED or count < _AGREE * texts.total():
        return None
    question = next(
        text for text, _ in texts.most_common() if _wanted(read(text, entity)) == target
    )
    return question, replace(read(question, entity), how="answered", matched=question)


def _wanted(reading: Reading) -> str:
    priors = {} if reading.how == "begun" else reading.priors
    return max(priors, key=priors.__getitem__, default=UNMAPPED)
