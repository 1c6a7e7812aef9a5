"""Everything that a cell shows, recorded while it is shown as usual.

Recorded where IPython itself passes it on, so that it works in every front end and in a
terminal: text on ``sys.stdout`` and ``sys.stderr``, displayed objects, the value of the
last line, and the traceback. Text that C code or a subprocess writes past Python to the
file descriptors is shown, but not recorded.
"""

from __future__ import annotations

import base64
import io
import sys
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from cellkeep.capture.hooks import without_note

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


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
        content = {"data": _as_text(data), "metadata": without_note(metadata)}
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
        self.outputs.append(
            {
                "output_type": "execute_result",
                "data": _as_text(data),
                "metadata": without_note(metadata),
                "execution_count": count,
            }
        )

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
        stack.enter_context(_streams(recorded))
        stack.enter_context(_displays(shell.display_pub, recorded))
        stack.enter_context(_results(shell, recorded))
        yield recorded


@contextmanager
def _streams(recorded: RecordedOutputs) -> Iterator[None]:
    before = sys.stdout, sys.stderr
    sys.stdout = _Tee(sys.stdout, lambda text: recorded.stream("stdout", text))
    sys.stderr = _Tee(sys.stderr, lambda text: recorded.stream("stderr", text))
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before


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
    """Put a function of ours before an object's method, and take away just that again."""
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


def _as_text(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a mimebundle with its bytes as base64, as notebooks keep them."""
    return {
        key: base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value
        for key, value in data.items()
    }
