"""The words of a search, as conditions on `facets` and on the texts of artifacts."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    column,
    func,
    or_,
    select,
    table,
    text,
    union_all,
)

from cellkeep_core.errors import CellkeepError
from cellkeep_store.catalog.condition import Condition
from cellkeep_store.catalog.database import TRIGRAMS
from cellkeep_store.catalog.distinct_names import rows_named
from cellkeep_store.catalog.rows import folded
from cellkeep_store.catalog.tables import facets, runs, texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_QUERY_CHARACTERS = 512

_TRIGRAM = 3


def cleaned(text: str) -> str:
    """Return text without NUL and lone surrogates."""
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")


def search_text(q: str) -> str:
    """Return what is searched for as it stands in the catalog; too much of it is refused."""
    if len(q) > MAX_QUERY_CHARACTERS:
        raise CellkeepError(
            f"A search has at most {MAX_QUERY_CHARACTERS} characters.", code="BAD_REQUEST"
        )
    return folded(cleaned(q))


def words_of(q: str | None) -> list[str]:
    """Return the words of a search, each once, the longest first: few artifacts have that."""
    return sorted(dict.fromkeys(search_text(q).split()), key=len, reverse=True) if q else []


def with_words(tx: Connection, words: Iterable[str]) -> Iterator[Condition]:
    """Yield the condition of having each word: in the name, in the row, or in the artifact's text.

    In the text, which is the code of a cell mostly, only words of three characters and more are
    looked for: shorter ones are in every text.
    """
    indexed = tx.dialect.name != "sqlite" or _has_fts(tx)
    for word in words:
        has_it = partial(_contains, tx, word=word)
        near = has_it(facets.c.text)
        if len(word) < _TRIGRAM:
            rows = _rows_with_short(tx, word, indexed=indexed)
        else:
            its_text = facets.c.text_id.in_(_texts_with(tx, word, indexed=indexed))
            near = or_(near, its_text)
            rows = [_rows_with(tx, word), select(facets.c.seq).where(its_text)] if indexed else []
        clause = or_(has_it(facets.c.sort_name), near)
        if not rows:
            yield Condition(clause, clause, None, named=has_it)
            continue
        source = union_all(rows_named(tx, has_it), *rows)
        yield Condition(clause, clause, source, named=has_it, elsewhere=union_all(*rows))


def _texts_with(tx: Connection, word: str, *, indexed: bool) -> Select[Any]:
    if tx.dialect.name == "sqlite" and indexed:
        return _match("texts_fts", word)
    return select(texts.c.id).where(_contains(tx, texts.c.text, word))


def _rows_with(tx: Connection, word: str) -> Select[Any]:
    if tx.dialect.name == "sqlite":
        return _match("facets_fts", word)
    return select(facets.c.seq).where(_contains(tx, facets.c.text, word))


def _rows_with_short(tx: Connection, word: str, *, indexed: bool) -> list[Select[Any]]:
    """Return what has a word that is shorter than a trigram, not in its name."""
    if tx.dialect.name != "sqlite":
        return [select(facets.c.seq).where(_contains(tx, facets.c.text, word))]
    if not indexed:
        return []
    # Trigrams that begin with it; only at the very end of a text, which its run's ends, is none.
    term: ColumnElement[str] = column("term")
    begun: Select[Any] = (
        select(column("doc"))
        .distinct()
        .select_from(table(TRIGRAMS))
        .where(term >= word, term < word + chr(sys.maxunicode))
    )
    at_end = _contains(tx, func.substr(runs.c.search, 1 - _TRIGRAM), word)
    ended = select(facets.c.seq).where(facets.c.run_id.in_(select(runs.c.id).where(at_end)))
    return [begun, ended]


def _contains(tx: Connection, its: ColumnElement[Any], word: str) -> ColumnElement[bool]:
    if tx.dialect.name == "sqlite":
        # Not LIKE: it is slower, and folds case a second time.
        return func.instr(its, word) > 0
    return its.contains(word, autoescape=True)


def _match(index: str, word: str) -> Select[Any]:
    phrase = '"' + word.replace('"', '""') + '"'
    found = text(f"{index} MATCH :phrase").bindparams(bindparam("phrase", phrase, unique=True))
    return select(column("rowid")).select_from(table(index)).where(found)


def _has_fts(tx: Connection) -> bool:
    found = tx.exec_driver_sql("SELECT 1 FROM sqlite_master WHERE name = 'texts_fts'")
    return found.scalar() is not None
