"""Spans of time in UTC: those a wall clock shows, and what several have in common."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

_MARGIN = timedelta(hours=30)
"""More than the largest offset from UTC: within it on both sides lies every moment that a clock shows as in a span."""


@dataclass(frozen=True, slots=True)
class Span:
    """The moments from `start` up to, without, `end`; both UTC."""

    start: datetime
    end: datetime


def span_on_the_clock(zone: tzinfo, first: datetime, last: datetime) -> list[Span]:
    """Return when a clock in `zone` shows times of `[first, last)` (naive), in order.

    One span; two where the clock is put back out of it; none where it leaps over all of it.
    """
    before, after = first.replace(tzinfo=UTC) - _MARGIN, last.replace(tzinfo=UTC) + _MARGIN
    early, late = _offset(zone, before), _offset(zone, after)
    if early == late:
        pieces = [_shifted(first, last, early)]
    else:
        jump = _jump(zone, before, after)
        sooner, later = _shifted(first, last, early), _shifted(first, last, late)
        pieces = [Span(sooner.start, min(sooner.end, jump)), Span(max(later.start, jump), later.end)]
    return list(joined(piece for piece in pieces if piece.start < piece.end))


def joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield ordered spans with those that touch made one."""
    current: Span | None = None
    for span in spans:
        if current is None:
            current = span
        elif span.start <= current.end:
            current = Span(current.start, max(current.end, span.end))
        else:
            yield current
            current = span
    if current is not None:
        yield current


def intersected(streams: Sequence[Iterable[Span]]) -> Iterator[Span]:
    """Yield, in order, the times that lie in a span of every stream (each ordered); touching ones may stay apart."""
    sources = [iter(stream) for stream in streams]
    heads = [next(source, None) for source in sources]
    while True:
        current = [head for head in heads if head is not None]
        if not current or len(current) < len(heads):
            return
        start, end = max(head.start for head in current), min(head.end for head in current)
        if start < end:
            yield Span(start, end)
        heads = [
            next(source, None) if head.end <= max(end, start) else head
            for source, head in zip(sources, current, strict=True)
        ]


def _shifted(first: datetime, last: datetime, offset: timedelta) -> Span:
    return Span(first.replace(tzinfo=UTC) - offset, last.replace(tzinfo=UTC) - offset)


def _offset(zone: tzinfo, moment: datetime) -> timedelta:
    offset = moment.astimezone(zone).utcoffset()
    assert offset is not None, "a zone has an offset at every moment"
    return offset


def _jump(zone: tzinfo, before: datetime, after: datetime) -> datetime:
    """The second at which the clock was put forward or back between two moments with different offsets."""
    early = _offset(zone, before)
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if middle <= before:
            break
        before, after = (middle, after) if _offset(zone, middle) == early else (before, middle)
    return after.replace(microsecond=0)
