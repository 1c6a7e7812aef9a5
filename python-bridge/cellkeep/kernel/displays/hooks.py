"""Hooks into IPython's display machinery: wrappers around a few of its methods.

`DisplayFormatter.format` has the object, `DisplayPublisher.publish` and the display hook's
`write_format_data` the output that is on its way out. Other tools wrap the same methods:
each of our wrappers calls what was there before, and is removed only where it is still the
outermost; otherwise it passes calls through. No error in here reaches the cell.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cellkeep.card import CARD
from cellkeep.context.execution import cell_now
from cellkeep.kernel.displays.memory import why_refused
from cellkeep.kernel.displays.naming import expression_of, title_of, variable_of
from cellkeep.kernel.displays.own_shows import object_of_show
from cellkeep.kernel.displays.positions import Positions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cellkeep.kernel.displays.memory import DisplayMemory, Shown

KEY = "cellkeep"
_log = logging.getLogger("cellkeep")


@dataclass(frozen=True)
class Output:
    """Something that was displayed.

    Attributes
    ----------
    shown : Shown or None
        What is remembered of the object; None where there is nothing but its representations.
    data, metadata : mapping
        As the front end gets them.
    display_id : str or None
        Of a display that can be updated.
    update : bool
        Whether it changes an earlier display.
    index : int or None
        Which of its cell's outputs it is, from 0; None where that is not known.
    is_result : bool
        Whether it is the value of the expression that its cell ends with.
    """

    shown: Shown | None
    data: Mapping[str, Any]
    metadata: Mapping[str, Any]
    display_id: str | None = None
    update: bool = False
    index: int | None = None
    is_result: bool = False


class DisplayHooks:
    """Notes what each display came from, and tells of each output.

    Parameters
    ----------
    shell : InteractiveShell
        Whose displays.
    memory : DisplayMemory
        Remembers the objects.
    tell : callable
        Called with each `Output`, after it was sent.
    printed : callable
        Called with each message that holds printed text, before it is sent.
    cleared : callable
        Called when the outputs so far are taken away: now, or with True when the next one comes.
    """

    def __init__(
        self,
        shell: Any,
        memory: DisplayMemory,
        tell: Callable[[Output], None],
        printed: Callable[[dict[str, Any]], None],
        cleared: Callable[[bool], None],
    ) -> None:
        self._shell = shell
        self._memory = memory
        self._tell = tell
        self._cleared = cleared
        self._active = True
        self._here = threading.local()
        self._positions = Positions(shell, printed)
        self._undo: list[Callable[[], None]] = []
        self._put(shell.display_formatter, "format", self._format)
        self._put(shell.display_pub, "publish", self._publish)
        self._put(shell.display_pub, "clear_output", self._clear_output)
        self._put(shell.displayhook, "write_format_data", self._write_format_data)

    def remove(self) -> None:
        """Leave IPython as it was, other tools' functions included."""
        self._active = False
        self._positions.remove()
        for undo in self._undo:
            undo()
        self._undo.clear()

    def _put(self, owner: Any, name: str, ours: Callable[..., Any]) -> None:
        had, original = vars(owner).get(name), getattr(owner, name)

        def method(*args: Any, **options: Any) -> Any:
            if not self._active:
                return original(*args, **options)
            return ours(original, *args, **options)

        def undo() -> None:
            if vars(owner).get(name) is not method:
                return
            if had is None:
                delattr(owner, name)
            else:
                setattr(owner, name, had)

        setattr(owner, name, method)
        self._undo.append(undo)

    # -- the wrappers --------------------------------------------------------------------

    def _format(self, original: Any, obj: Any, *args: Any, **options: Any) -> Any:
        objects = self._objects()
        objects.append(obj)
        try:
            formatted = original(obj, *args, **options)
        finally:
            objects.pop()
        try:
            data, metadata = formatted
            if _is_ours(obj):
                self._here.ours = data
            elif data:  # otherwise the object has displayed itself
                self._tag(obj, data, metadata)
        except Exception:  # noqa: BLE001  (whatever a tool before us returns, or an object does)
            _log.debug("A display could not be remembered.", exc_info=True)
        return formatted

    def _publish(
        self, original: Any, data: Any, metadata: Any = None, *args: Any, **options: Any
    ) -> Any:
        objects = self._objects()
        if objects and _is_ours(objects[-1]):
            self._here.ours = data
        elif not _note_in(metadata):
            # An object such as a Plotly figure displays itself, also while it is formatted.
            try:
                obj = objects[-1] if objects else object_of_show()
                if obj is not None:
                    metadata = dict(metadata or {})
                    self._tag(obj, data, metadata)
            except Exception:  # noqa: BLE001
                _log.debug("A display could not be remembered.", exc_info=True)
        display_id = (options.get("transient") or {}).get("display_id")
        update = bool(options.get("update"))
        index = self._positions.displayed(display_id, update=update)
        result = original(data, metadata, *args, **options)
        self._say(data, metadata, display_id, update=update, index=index)
        return result

    def _clear_output(self, original: Any, wait: bool = False) -> Any:
        result = original(wait)
        self._positions.cleared(wait=wait)
        self._cleared(wait)
        return result

    def _write_format_data(self, original: Any, data: Any, metadata: Any = None, *args: Any) -> Any:
        index = self._positions.displayed(None)
        try:
            note = _note_in(metadata)
            if note is not None and "name" not in note:
                _name(note, expression_of(cell_now(), self._shell))
        except Exception:  # noqa: BLE001
            _log.debug("A result could not be named.", exc_info=True)
        result = original(data, metadata, *args)
        self._say(data, metadata, None, update=False, index=index, is_result=True)
        return result

    # -- what they note ----------------------------------------------------------------

    def _tag(self, obj: Any, data: Any, metadata: dict[str, Any]) -> None:
        shown = self._memory.remember(obj, data)
        if shown is None:
            refused = why_refused(obj)
            if refused:
                metadata[KEY] = {"refused": refused}
            return
        note = metadata[KEY] = shown.note()
        # Of a part, such as axes, the whole is what is kept.
        whole = shown.value() if shown.is_part else obj
        _name(note, title_of(whole) or variable_of(whole, self._shell, shown.cell))

    def _say(
        self,
        data: Any,
        metadata: Any,
        display_id: str | None,
        *,
        update: bool,
        index: int | None,
        is_result: bool = False,
    ) -> None:
        if data is getattr(self._here, "ours", None) or CARD in data:
            return  # a card, a list of artifacts, or an output that is loaded back
        try:
            note = _note_in(metadata)
            shown = self._memory.find(note["object"]) if note else None
            told = Output(shown, data, metadata or {}, display_id, update, index, is_result)
            self._tell(told)
        except Exception:  # noqa: BLE001
            _log.exception("A display could not be looked at.")

    def _objects(self) -> list[Any]:
        if not hasattr(self._here, "objects"):
            self._here.objects = []
        objects: list[Any] = self._here.objects
        return objects


def without_note(metadata: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return an output's metadata without what only this kernel understands.

    The note's id differs at each execution: with it, no output would equal its next run's.
    """
    kept = dict(metadata or {})
    note = kept.get(KEY)
    if isinstance(note, dict) and not note.keys().isdisjoint(("object", "refused")):
        del kept[KEY]
    return kept


def _name(note: dict[str, Any], name: str | None) -> None:
    if name is not None:
        note["name"] = name


def _is_ours(obj: object) -> bool:
    return type(obj).__module__.partition(".")[0] == "cellkeep"


def _note_in(metadata: Any) -> dict[str, Any] | None:
    note = metadata.get(KEY) if isinstance(metadata, dict) else None
    return note if isinstance(note, dict) and "object" in note else None
