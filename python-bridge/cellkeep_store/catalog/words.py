"""The words of a search, as conditions on `facets` and on the texts of artifacts."""

from __future__ import annotations

import re
import sys
from functools import partial
from string import ascii_lowercase, digits
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    column,
    func,
    literal_column,
    or_,
    select,
    table,
    text,
    union_all,
)

from cellkeep_core.errors import BadRequestError
from cellkeep_store.catalog.condition import Condition
from cellkeep_store.catalog.database import TRIGRAMS
from cellkeep_store.catalog.distinct_names import is_in_a_name, rows_named
from cellkeep_store.catalog.older_texts import is_in_path, names_with, without_numbers
from cellkeep_store.catalog.rows import cleaned, folded
from cellkeep_store.catalog.run_counts import run_counts
from cellkeep_store.catalog.run_texts import run_texts
from cellkeep_store.catalog.tables import facets, runs, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from sqlalchemy import Column

    from cellkeep_store.catalog.condition import NamesWith

    TextsWith = tuple[Column[Any], Column[Any], Select[Any]]

MAX_QUERY_CHARACTERS = 512

_TRIGRAM = 3
_LONG = 6
"""Characters of a word with so many trigrams that their lists take longer than the paths."""
_ASCII = r"[\x01-\x7f]"
_NONE: ColumnElement[int] = literal_column("0")  # no parameter: the index says it so
_SEPARATOR = r"[\x01-/:-@[-`{-\x7f]"
_LETTERS = [f"[{letters}]" for letters in re.findall("...", ascii_lowercase + digits)]


def search_text(q: str) -> str:
    """Return what is searched for as it stands in the catalog; too much of it is refused."""
    if len(q) > MAX_QUERY_CHARACTERS:
        raise BadRequestError(f"A search has at most {MAX_QUERY_CHARACTERS} characters.")
    return folded(cleaned(q))


def words_of(q: str | None) -> list[str]:
    """Return the words of a search, each once, the longest first: few artifacts have that."""
    return sorted(dict.fromkeys(search_text(q).split()), key=len, reverse=True) if q else []


def with_words(tx: Connection, words: Iterable[str]) -> Iterator[Condition]:
    """Yield the condition of having each word: in the name, in the row, or in the texts beside it.

    In an artifact's text, which is the code of a cell mostly, only words of three characters and
    more are looked for: shorter ones are in every text.
    """
    sqlite = tx.dialect.name == "sqlite"
    indexed = not sqlite or _has_fts(tx)
    for word in words:
        has_it = partial(_contains, tx, word=word)
        kept = [(facets.c.run_id, run_texts.c.run_id)]
        if len(word) >= _TRIGRAM:
            kept.append((facets.c.text_id, texts.c.id))
        texts_with = [(its, key, _found(tx, key, word, indexed=indexed)) for its, key in kept]
        # Most words are in one place only: no row need be asked about the others.
        texts_with = [each for each in texts_with if tx.execute(each[2].limit(1)).first()]
        by_name = [rows_named(tx, has_it)] if is_in_a_name(tx, has_it) else []
        found = [its.in_(those) for its, _, those in texts_with]
        # PostgreSQL would read all texts that have it before the first row: each row asks its own.
        asked = found if sqlite else [_of_row(has_it, its, key) for its, key, _ in texts_with]
        clause = or_(*(has_it(facets.c.sort_name) for _ in by_name), has_it(facets.c.text), *asked)
        named = has_it if by_name else None
        if not indexed:
            yield Condition(clause, clause, None, named=named)
            continue
        rows = [*_rows_with(tx, word), *(select(facets.c.seq).where(each) for each in found)]
        source = union_all(*by_name, *rows)
        names = partial(_names_with, tx, word, texts_with, in_name=bool(by_name))
        yield Condition(
            clause,
            clause,
            source,
            are_many=partial(_are_in_paths, tx, word),
            named=named,
            elsewhere=union_all(*rows),
            names=names,
        )


def _are_in_paths(tx: Connection, word: str, most: int) -> bool:
    """Return whether more artifacts than so many have a long word in their notebooks' paths.

    To find so many, PostgreSQL reads the lists of all the word's trigrams; SQLite stops soon.
    """
    if tx.dialect.name == "sqlite" or len(word) < _LONG:
        return False
    has_it = partial(_contains, tx, word=word)
    count = select(func.sum(run_counts.c.artifacts)).where(is_in_path(tx, has_it))
    return bool((tx.execute(count).scalar_one() or 0) > most)


def _names_with(
    tx: Connection, word: str, texts_with: list[TextsWith], *, in_name: bool
) -> NamesWith | None:
    """Return the names that have a word; None where it is in code, or has digits alone."""
    part = without_numbers(word)
    if not part or any(its is facets.c.text_id for its, _, _ in texts_with):
        return None
    has_it = partial(_contains, tx, word=word)
    has_part = None if part == word else partial(_contains, tx, word=part)
    of_runs = [
        select(runs.c.id).where(has_it(runs.c.search)),
        *(those for _, _, those in texts_with),
    ]
    return names_with(tx, has_it, has_part, union_all(*of_runs), in_name=in_name)


def _found(tx: Connection, key: Column[Any], word: str, *, indexed: bool) -> Select[Any]:
    """Return the keys of those texts of a table that have a word."""
    kept = key.table
    if tx.dialect.name != "sqlite" or not indexed or len(word) < _TRIGRAM:
        return select(key).where(_contains(tx, kept.c.text, word))
    rows = _match(f"{kept.name}_fts", word)
    return rows if key is kept.c.id else select(key).where(kept.c.id.in_(rows))


def _of_row(
    has_it: Callable[[ColumnElement[Any]], ColumnElement[bool]],
    its: ColumnElement[Any],
    key: Column[Any],
) -> ColumnElement[bool]:
    """Return whether a row's own text has a word."""
    return select(has_it(key.table.c.text)).where(key == its).scalar_subquery()


def _rows_with(tx: Connection, word: str) -> list[Select[Any]]:
    """Return what has a word in its row, not in its name, by the index over rows."""
    if tx.dialect.name == "sqlite":
        return [_match("facets_fts", word)] if len(word) >= _TRIGRAM else _begun_with(tx, word)
    rows = select(facets.c.seq)
    if not re.fullmatch("[a-z0-9]{1,2}", word):
        return [rows.where(_contains(tx, facets.c.text, word))]
    # As choices of trigrams that have it: so many, and so written, that `pg_trgm` looks for each.
    patterns = [f"{word}{_ASCII}"]
    if len(word) == 1:
        patterns = [f"{word}{each}{_ASCII}" for each in _LETTERS]
        patterns += [f"[a-z0-9]{word}{_SEPARATOR}", f"(^|{_SEPARATOR}){word}{_SEPARATOR}"]
    # Not LIKE, which would read the whole index.
    beyond_ascii = func.octet_length(facets.c.text) - func.length(facets.c.text) > _NONE
    return [
        *(rows.where(facets.c.text.regexp_match(each)) for each in patterns),
        rows.where(beyond_ascii, func.strpos(facets.c.text, word) > 0),
        _ended_with(tx, word),
    ]


def _begun_with(tx: Connection, word: str) -> list[Select[Any]]:
    """Return what has a word that is shorter than a trigram, by the trigrams in SQLite's index."""
    term: ColumnElement[str] = column("term")
    begun: Select[Any] = (
        select(column("doc"))
        .distinct()
        .select_from(table(TRIGRAMS))
        .where(term >= word, term < word + chr(sys.maxunicode))
    )
    return [begun, _ended_with(tx, word)]


def _ended_with(tx: Connection, word: str) -> Select[Any]:
    """Return what has a word at the very end of a text, its run's, where no trigram begins."""
    length = _TRIGRAM - 1
    sqlite = tx.dialect.name == "sqlite"
    last = func.substr(runs.c.search, -length) if sqlite else func.right(runs.c.search, length)
    at_end = _contains(tx, last, word)
    return select(facets.c.seq).where(facets.c.run_id.in_(select(runs.c.id).where(at_end)))


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
