"""Pictures, drawn with matplotlib (extra ``plot``).

Each function makes a figure of its own, or draws on the axes it is given, and
returns the figure. Nothing is registered with ``pyplot`` and no setting is
changed. What a colour says is written in figures or words too.
"""

from pamms_core.plots.triangulation import plot_triangulation

__all__ = ["plot_triangulation"]
