"""The texts by which names are found: those of `latest_names`, and `older_texts` that left it.

Of each version that there is, the text with numbers alike is that of a row of `latest_names` that
all see who see the version, or it is in `older_texts`.
"""

# ruff: noqa: S608  (every part of the SQL is written here)

from __future__ import annotations

_LONG = 1000
"""Characters of a text that are written down; a longer one may be any."""

_MANY = 32
"""Texts of a name that are; where it had more, an older one may be any."""

_ALL = "LIMIT 1000000000"
"""Behind a query within another: so each text is made once, and not wherever it is compared."""

_LINE = "'\n'"


def text_of(row: str, *, sqlite: bool) -> str:
    """Return what a row of `facets` has of its own: without its run's text and its notebook."""
    not_ascii = "GLOB '*[^\x01-\x7f]*'" if sqlite else "~ '[^\x01-\x7f]'"
    own = f"substr({row}.text, 1, length({row}.text) - length(r.search) - 1)"
    path = f"{_LINE} || lower({row}.notebook) || {_LINE}"
    return f"""coalesce((SELECT CASE
      WHEN length({row}.text) - length(r.search) > {_LONG} THEN ''
      WHEN {row}.notebook IS NULL OR {row}.notebook {not_ascii} THEN {own}
      ELSE replace({_LINE} || {own} || {_LINE}, {path}, {_LINE}) END
      FROM runs r WHERE r.id = {row}.run_id), '')"""


def alike(text: str) -> str:
    """Return a text with every number as one naught; nothing else of it changes."""
    for digit in "123456789":
        text = f"replace({text}, '{digit}', '0')"
    for _ in range(3):  # of at most 8 digits; the more of them, the fewer kinds
        text = f"replace({text}, '00', '0')"
    return text


def keep(rows: str) -> str:
    """Return the statement that writes rows down (`name`, `place`, `text`), each once."""
    # Looked up for each: of NOT EXISTS PostgreSQL may make a join that reads whole tables.
    there = "FROM older_texts t WHERE t.name = its.name AND t.place = its.place"
    return f"""INSERT INTO older_texts (name, place, text)
      SELECT its.name, its.place,
        CASE WHEN (SELECT count(*) {there}) >= {_MANY} THEN '' ELSE its.text END
      FROM ({rows}) its WHERE (SELECT 1 {there} AND t.text IN (its.text, '') LIMIT 1) IS NULL"""


def of_latest(rows: str) -> str:
    """Return the texts of rows of `latest_names` (``l``), as `keep` takes them."""
    return f"SELECT l.name, l.place, {alike('l.text')} AS text FROM {rows} {_ALL}"


def keep_replaced(new: str, older: str) -> str:
    """Return the statement that keeps the texts of older rows, but where the one just saved has it.

    Parameters
    ----------
    new : str
        The row that was saved.
    older : str
        Gives the older rows (``l``), up to a WHERE.
    """
    same = f"n.text = l.text OR {alike('n.text')} = {alike('l.text')}"
    its = f"SELECT 1 FROM latest_names n WHERE n.seq = {new}.seq AND ({same})"
    return keep(of_latest(f"{older} AND ({its}) IS NULL"))


def keep_own(new: str, place: str, own: str, added: str = "") -> str:
    """Return the statement that keeps the text of a row just saved that is not the latest."""
    there = f"SELECT 1 FROM latest_names n WHERE n.seq = {new}.seq"
    its = f"SELECT {new}.name, {place} AS place, {alike(own)} AS text {added}"
    return keep(f"{its} WHERE ({there}) IS NULL {_ALL}")


def all_older(place: str, *, sqlite: bool) -> tuple[str, ...]:
    """Return the statements that fill `older_texts`, once `latest_names` is filled."""
    of_name = "t.name = older_texts.name AND t.place = older_texts.place"
    return (
        "DELETE FROM older_texts",
        # Where persons see what others do not, the latest of one may be hidden from another.
        f"""INSERT INTO older_texts (name, place, text)
        SELECT f.name, {place}, {alike(text_of("f", sqlite=sqlite))} FROM facets f
        EXCEPT SELECT l.name, l.place, {alike("l.text")} FROM latest_names l
        WHERE NOT EXISTS (SELECT 1 FROM shares)""",
        f"""INSERT INTO older_texts (name, place, text) SELECT name, place, '' FROM older_texts
        GROUP BY name, place HAVING count(*) > {_MANY}""",
        f"""DELETE FROM older_texts WHERE text <> ''
        AND EXISTS (SELECT 1 FROM older_texts t WHERE {of_name} AND t.text = '')""",
    )
