"""Pictures, drawn with matplotlib (extra ``plot``).

Each function makes a figure of its own, or draws on the axes it is given, and
returns the figure. Nothing is registered with ``pyplot`` and no setting is
changed. What a colour says is written in figures or words too.
"""

from pamms_core.plots.chances import plot_chances
from pamms_core.plots.change import plot_change
from pamms_core.plots.influence import plot_influence
from pamms_core.plots.standards import plot_standards
from pamms_core.plots.trade_off import plot_trade_off
from pamms_core.plots.triangulation import plot_triangulation

__all__ = [
    "plot_chances",
    "plot_change",
    "plot_influence",
    "plot_standards",
    "plot_trade_off",
    "plot_triangulation",
]
