"""Plotly figures of another version of plotly.py: what this version knows of them.

Each major version drops types of traces and properties, and templates name nearly all of them: a
figure with no more than a line in it fails in the next version for its template's sake.
"""

from __future__ import annotations

from typing import Any

from cellkeep.codecs.made_with import tell_dropped


def figure_from(figure: dict[str, Any]) -> Any:
    """Return the ``go.Figure`` of a figure's JSON; what is not known is left out, and said."""
    import plotly.graph_objects as go

    try:
        return go.Figure(figure)
    except ValueError:
        kept, dropped = _known_traces(figure)
        # Without the traces: of a type that it does not know plotly would make a scatter.
        back = go.Figure(kept, skip_invalid=True)
        dropped += _missing(kept, back.to_plotly_json(), "")
        if not dropped:
            raise
        tell_dropped("plotly", dropped)
        return back


def _known_traces(figure: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return the figure with only traces whose type is known, and the names of the others."""
    traces = figure.get("data") or []
    places = [place for place, trace in enumerate(traces) if _is_known(trace)]
    dropped = [
        f"the trace {place} of the type {trace['type']!r}"
        for place, trace in enumerate(traces)
        if place not in places
    ]
    frames = []
    for number, frame in enumerate(figure.get("frames") or []):
        changes = frame.get("data") or []
        # Which traces a frame changes; their places are others where one before them is gone.
        targets = [int(place) for place in frame.get("traces", range(len(changes)))]
        pairs = list(zip(targets, changes, strict=False))
        kept = [pair for pair in pairs if pair[0] in places and _is_known(pair[1])]
        unknown = [trace for _, trace in pairs if not _is_known(trace)]
        dropped += [f"a {trace['type']!r} of the frame {number}" for trace in unknown]
        changed = dict(frame)
        if len(kept) < len(pairs) or len(places) < len(traces):
            changed["data"] = [trace for _, trace in kept]
            changed["traces"] = [places.index(place) for place, _ in kept]
        frames.append(changed)
    return {**figure, "data": [traces[place] for place in places], "frames": frames}, dropped


def _is_known(trace: dict[str, Any]) -> bool:
    import plotly.graph_objects as go

    name = str(trace.get("type", "scatter"))
    kind = getattr(go, name[:1].upper() + name[1:], None)
    return isinstance(kind, type) and issubclass(kind, go.Scatter.__base__)


def _missing(given: Any, kept: Any, place: str) -> list[str]:
    """Return the names of what is in one figure and not in the other."""
    if isinstance(given, dict) and isinstance(kept, dict):
        missing = []
        for name, value in given.items():
            here = f"{place}.{name}" if place else name
            if name in kept:
                missing += _missing(value, kept[name], here)
            elif value is not None and value != {} and value != []:
                missing.append(here)
        return missing
    if isinstance(given, list) and isinstance(kept, (list, tuple)) and len(given) == len(kept):
        pairs = enumerate(zip(given, kept, strict=True))
        return [
            name
            for number, (one, other) in pairs
            for name in _missing(one, other, f"{place}[{number}]")
        ]
    return []
