"""Everything that a cell shows, recorded while it is shown as usual.

Recorded where IPython itself passes it on, so that it works in every front end and in a
terminal: text on ``sys.stdout`` and ``sys.stderr``, displayed objects, the value of the
last line, and the traceback. In a kernel the streams themselves tell what is written to them:
also by whoever took hold of them in an earlier cell, such as a handler of `logging`, and what C
code or a child process writes to the file descriptors, which the kernel passes on to them.
"""

from __future__ import annotations

import io
import os
import sys
import threading
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from cellkeep.kernel.displays.hooks import without_note

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LAST = "\x1c"
"""Sent after what was written to a file descriptor, to see it arrive; it is never shown."""

_LONGEST_WAIT_S = 2.0


class RecordedOutputs:
    """Outputs in nbformat 4's form, in the order they were shown."""

    def __init__(self) -> None:
        self.outputs: list[dict[str, Any]] = []
        self.muted = False
        self._by_display_id: dict[str, list[dict[str, Any]]] = {}
        self._clear_before_next = False

    def stream(self, name: str, text: str) -> None:
        """Add text of stdout or stderr, to the last output where that is the same stream."""
        if not text or self.muted:
            return
        self._settle()
        last = self.outputs[-1] if self.outputs else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            last["text"] += text
        else:
            self.outputs.append({"output_type": "stream", "name": name, "text": text})

    def display(
        self,
        data: Mapping[str, Any],
        metadata: Mapping[str, Any] | None,
        display_id: str | None,
        *,
        update: bool,
    ) -> None:
        """Add a displayed object, or change the one that has its display id."""
        content = {"data": dict(data), "metadata": without_note(metadata)}
        if update:
            for output in self._by_display_id.get(display_id or "", []):
                output.update(content)
            return
        self._settle()
        output = {"output_type": "display_data", **content}
        self.outputs.append(output)
        if display_id:
            self._by_display_id.setdefault(display_id, []).append(output)

    def result(
        self, data: Mapping[str, Any], metadata: Mapping[str, Any] | None, count: int
    ) -> None:
        """Add the value of the last line."""
        self._settle()
        content = {"data": dict(data), "metadata": without_note(metadata)}
        self.outputs.append({"output_type": "execute_result", **content, "execution_count": count})

    def error(self, kind: str, value: str, traceback: list[str]) -> None:
        """Add an exception."""
        self._settle()
        self.outputs.append(
            {"output_type": "error", "ename": kind, "evalue": value, "traceback": traceback}
        )

    def clear(self, *, wait: bool) -> None:
        """Forget what was shown, now or when the next output comes."""
        if wait:
            self._clear_before_next = True
        else:
            self.outputs.clear()

    def _settle(self) -> None:
        if self._clear_before_next:
            self._clear_before_next = False
            self.outputs.clear()


@contextmanager
def recording(shell: Any) -> Iterator[RecordedOutputs]:
    """Record what is shown as long as the block runs."""
    recorded = RecordedOutputs()
    with ExitStack() as stack:
        stack.enter_context(_stream(recorded, "stdout"))
        stack.enter_context(_stream(recorded, "stderr"))
        stack.enter_context(_displays(shell.display_pub, recorded))
        stack.enter_context(_results(shell, recorded))
        yield recorded


@contextmanager
def _stream(recorded: RecordedOutputs, name: str) -> Iterator[None]:
    stream = getattr(sys, name)
    original = stream.write
    written = _Written(original, lambda text: recorded.stream(name, text))
    try:
        stream.write = written
    except AttributeError:  # a file's own, as in a terminal
        tee = _Tee(stream, lambda text: recorded.stream(name, text))
        with replaced(sys, name, tee):
            yield
        return
    try:
        yield
    finally:
        written.wait(stream)
        try:
            del stream.write
        except AttributeError:  # xeus-python's can be set and not deleted
            stream.write = original


class _Written:
    """The `write` of a kernel's stream, which also tells what is written."""

    def __init__(self, write: Any, tell: Any) -> None:
        self._write = write
        self._tell = tell
        self._arrived = threading.Event()
        self._is_waiting = False

    def __call__(self, text: str) -> Any:
        if self._is_waiting and _LAST in text:
            before, _, after = text.rpartition(_LAST)
            text = before + after
            self._is_waiting = False
            self._arrived.set()
        self._tell(text)
        return self._write(text)

    def wait(self, stream: Any) -> None:
        """Wait until what was written to the stream's file descriptor has come here."""
        watcher = getattr(stream, "watch_fd_thread", None)
        if watcher is None or not watcher.is_alive():
            return
        self._is_waiting = True
        try:
            os.write(1 if stream.name == "stdout" else 2, _LAST.encode())
        except OSError:
            return
        self._arrived.wait(_LONGEST_WAIT_S)


@contextmanager
def _displays(publisher: Any, recorded: RecordedOutputs) -> Iterator[None]:
    publish, clear = publisher.publish, publisher.clear_output

    def publish_and_record(data: Any, metadata: Any = None, *args: Any, **options: Any) -> Any:
        transient = options.get("transient") or {}
        recorded.display(
            data, metadata, transient.get("display_id"), update=bool(options.get("update"))
        )
        return publish(data, metadata, *args, **options)

    def clear_and_record(wait: bool = False) -> Any:
        recorded.clear(wait=wait)
        return clear(wait=wait)

    with (
        replaced(publisher, "publish", publish_and_record),
        replaced(publisher, "clear_output", clear_and_record),
    ):
        yield


@contextmanager
def _results(shell: Any, recorded: RecordedOutputs) -> Iterator[None]:
    hook = shell.displayhook
    write = hook.write_format_data

    def write_and_record(format_dict: Any, md_dict: Any = None, *args: Any) -> Any:
        recorded.result(format_dict, md_dict, hook.prompt_count)
        return unrecorded(write)(format_dict, md_dict, *args)

    def unrecorded(method: Any) -> Any:
        # In a terminal the hook itself prints `Out[1]: …`, which is the result again.
        def quietly(*args: Any, **options: Any) -> Any:
            recorded.muted = True
            try:
                return method(*args, **options)
            finally:
                recorded.muted = False

        return quietly

    with (
        replaced(hook, "write_format_data", write_and_record),
        replaced(hook, "write_output_prompt", unrecorded(hook.write_output_prompt)),
        replaced(hook, "finish_displayhook", unrecorded(hook.finish_displayhook)),
    ):
        yield


@contextmanager
def replaced(owner: Any, name: str, value: Any) -> Iterator[None]:
    """Replace an object's method while the block runs."""
    had = vars(owner).get(name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        if had is None:
            delattr(owner, name)
        else:
            setattr(owner, name, had)


class _Tee(io.TextIOBase):
    """A text stream that also tells what is written to it."""

    def __init__(self, stream: Any, tell: Any) -> None:
        super().__init__()
        self._stream = stream
        self._tell = tell

    def write(self, text: str) -> int:
        self._tell(text)
        written = self._stream.write(text)
        return len(text) if written is None else int(written)

    def flush(self) -> None:
        self._stream.flush()

    def isatty(self) -> bool:
        return bool(self._stream.isatty())

    def fileno(self) -> int:
        return int(self._stream.fileno())

    def writable(self) -> bool:
        return True

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return str(getattr(self._stream, "encoding", "utf-8"))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
