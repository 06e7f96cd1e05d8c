"""A chart in the making: Plotly's own names, plain dicts; one Figure at the end.

Plotly checks every property of a figure it is given piece by piece, which costs 20 to 100 ms a chart. The charts here are
put together as dicts and handed over once, unchecked; a test has Plotly check what they make.
"""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

UNCHOSEN = 0.6


class FigureSpec:
    """Traces and layout as dicts, changed in place by methods that are called like those of go.Figure."""

    def __init__(self, *traces: dict[str, Any]) -> None:
        self.traces = list(traces)
        self.layout: dict[str, Any] = {"annotations": [], "shapes": [], "xaxis": {}, "yaxis": {}}

    def add_trace(self, trace: dict[str, Any]) -> None:
        self.traces.append(trace)

    def add_annotation(self, **given: Any) -> None:
        self.layout["annotations"].append(given)

    def add_shape(self, **given: Any) -> None:
        self.layout["shapes"].append(given)

    def update_layout(self, **given: Any) -> None:
        self.layout.update(given)

    def update_xaxes(self, **given: Any) -> None:
        self.layout["xaxis"].update(given)

    def update_yaxes(self, **given: Any) -> None:
        self.layout["yaxis"].update(given)

    def finish(self) -> go.Figure:
        """The figure, unchecked. When a point is chosen the others stay legible: by default Plotly dims them to a fifth."""
        for trace in self.traces:
            if "marker" in trace:
                trace["unselected"] = {"marker": {"opacity": UNCHOSEN}}
        return FrozenFigure(data=self.traces, layout=self.layout, _validate=False)


class FrozenFigure(go.Figure):  # type: ignore[misc]  # Plotly is not typed
    """A figure that nobody changes any more: what goes to the browser is made once, not for every reader."""

    _made: dict[str, Any] | None = None

    def to_dict(self) -> dict[str, Any]:
        if self._made is None:
            object.__setattr__(self, "_made", super().to_dict())
        assert self._made is not None
        return dict(self._made)
