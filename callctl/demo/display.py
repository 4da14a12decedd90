"""The live display: each campaign's bar, counts and slots; plain lines where nobody looks at a terminal."""

from contextlib import AbstractContextManager
from types import TracebackType
from typing import Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.markup import escape
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from callctl.demo.progress import NOTHING_SEEN, CampaignProgress, Progress, plain_lines


class Display(AbstractContextManager["Display"]):
    """Shows progress on `console` within `with`; the last state stays."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._live = Live(console=console, auto_refresh=False) if console.is_terminal else None
        self._shown = NOTHING_SEEN

    def __enter__(self) -> Self:
        if self._live is not None:
            self._live.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        if self._live is not None:
            self._live.stop()

    def show(self, progress: Progress) -> None:
        """The state of now: in place on a terminal, else a line for what is worth one."""
        if self._live is not None:
            self._live.update(drawn(progress), refresh=True)
        else:
            for line in plain_lines(self._shown, progress):
                self._console.print(escape(line), soft_wrap=True)
        self._shown = progress


def drawn(progress: Progress) -> RenderableType:
    """The state as it stands on a terminal."""
    rows: list[RenderableType] = []
    for campaign in progress.campaigns:
        rows += [_heading(campaign), _bar(campaign), Text(f"  {campaign.counts}", style="dim"), Text("")]
    rows.append(_beside(Text("All users together"), _slots(progress.active, progress.limit)))
    return Group(*rows)


def _heading(campaign: CampaignProgress) -> RenderableType:
    name = Text.assemble((campaign.user, "bold"), f" · {campaign.campaign} · ", (campaign.status, "cyan"))
    return _beside(name, _slots(campaign.active, campaign.limit))


def _bar(campaign: CampaignProgress) -> RenderableType:
    bar = ProgressBar(total=max(1, campaign.total), completed=campaign.settled)
    return _beside(bar, Text(f"{campaign.settled} of {campaign.total}"))


def _slots(active: int, limit: int) -> Text:
    """One dot for each slot, filled while it is in use; above the limit in red."""
    dots = "●" * active + "○" * max(0, limit - active) if limit <= 20 else ""  # noqa: PLR2004  # wider than a line
    return Text(f"slots {dots} {active} of {limit}", style="red" if active > limit else "green")


def _beside(left: RenderableType, right: RenderableType) -> Table:
    row = Table.grid(expand=True, padding=(0, 1))
    row.add_column(ratio=1)
    row.add_column(justify="right", no_wrap=True)
    row.add_row(left, right)
    return row
