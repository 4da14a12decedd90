"""When a campaign's calls may be placed: windows on the local clocks of the zones that apply.

A window is `[first, last)` on the clock of a zone; last before first crosses midnight. Dates and days name the day on
which a window opens. A call that may lie in several zones may be placed while the windows of all of them are open. What
the clock on the wall shows decides: an hour that a clock repeats counts twice, one that it leaps over not at all.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from shared.contracts.campaigns import CampaignSettings
from shared.contracts.spans import Span, intersected, joined, span_on_the_clock
from shared.contracts.vocabulary import Weekday

HORIZON = timedelta(days=371)
"""Further ahead no opening is looked for: every season, and every holiday of a year, comes within it."""
CLOSING_HORIZON = timedelta(days=3)

_DAY = timedelta(days=1)
_WEEK = tuple(Weekday)


def zones_that_apply(settings: CampaignSettings, contact_zones: Sequence[str]) -> tuple[str, ...]:
    """Return the zones whose windows must be open: the contact's where the campaign goes by them and they are known."""
    if settings.use_contact_timezone and contact_zones:
        return tuple(contact_zones)
    return (settings.timezone,)


def is_open(settings: CampaignSettings, zones: Sequence[str], now: datetime) -> bool:
    """Return whether the windows of all `zones` are open at `now`. A zone that cannot be read is closed."""
    return bool(zones) and all(_is_open_in(settings, zone, now) for zone in zones)


def next_opening(settings: CampaignSettings, zones: Sequence[str], now: datetime) -> datetime | None:
    """Return the first moment from `now` on at which the windows of all `zones` are open; `now` itself while they are.

    None where there is none: the last one is past, the zones have no common hours, or a zone cannot be read.
    """
    if is_open(settings, zones, now):
        return now
    spans = intersected([_spans(settings, zone, now, HORIZON) for zone in zones])
    return next((max(span.start, now) for span in spans if span.end > now), None)


def open_spans(settings: CampaignSettings, zone: str, now: datetime) -> Iterator[Span]:
    """Yield when the windows of one zone are open, from `now` on and in order, as far as HORIZON.

    Nothing where the zone cannot be read. The first begins at `now` where one is open.
    """
    for span in joined(_spans(settings, zone, now, HORIZON)):
        if span.end > now:
            yield Span(max(span.start, now), span.end)


def closes_at(settings: CampaignSettings, zones: Sequence[str], now: datetime) -> datetime:
    """Return the first moment from `now` on at which some window of `zones` is closed; `now` itself while one is.

    A moment beyond CLOSING_HORIZON is given as that horizon: by then somebody should ask again.
    """
    if not is_open(settings, zones, now):
        return now
    spans = [_spans(settings, zone, now, CLOSING_HORIZON) for zone in zones]
    ends = (span.end for stream in spans for span in joined(stream) if span.start <= now < span.end)
    return min([*ends, now + CLOSING_HORIZON])


def starts_later(settings: CampaignSettings, zones: Sequence[str], now: datetime) -> bool:
    """Return whether it is still before the start date on the clock of one of `zones`."""
    return any(now.astimezone(zone).date() < settings.start_date for name in zones if (zone := _zone(name)))


def has_common_hours(settings: CampaignSettings, zones: Sequence[str], now: datetime) -> bool:
    """Return whether the windows of all `zones` are ever open together, were the campaign to go on for ever."""
    return next_opening(settings.model_copy(update={"end_date": None}), zones, now) is not None


def expires_at(settings: CampaignSettings, zones: Sequence[str]) -> datetime | None:
    """Return when the last window of a campaign with an end date has closed in one of `zones`; None without one."""
    if settings.end_date is None:
        return None
    first, last = _clock(settings)
    day = datetime.combine(settings.end_date, datetime.min.time())
    ends = []
    for name in zones or (settings.timezone,):
        zone = _zone(name)
        spans = span_on_the_clock(zone, day + first, day + last) if zone else []
        ends += [span.end for span in spans[-1:]] or [(day + last).replace(tzinfo=UTC)]
    return min(ends)


def _is_open_in(settings: CampaignSettings, name: str, now: datetime) -> bool:
    zone = _zone(name)
    if zone is None:
        return False
    local = now.astimezone(zone).replace(tzinfo=None)
    midnight = datetime.combine(local.date(), datetime.min.time())
    first, last = _clock(settings)
    return any(
        _opens_on(settings, local.date() - _DAY * ago) and first <= local - midnight + _DAY * ago < last
        for ago in (0, 1)
    )


def _spans(settings: CampaignSettings, name: str, now: datetime, horizon: timedelta) -> Iterator[Span]:
    """The spans of one zone's windows in order: from the one that may still be open at `now`, as far as `horizon`."""
    zone = _zone(name)
    if zone is None:
        return
    first, last = _clock(settings)
    day = max(now.astimezone(zone).date() - 2 * _DAY, settings.start_date)
    end = day + horizon + 4 * _DAY
    while day <= end and (settings.end_date is None or day <= settings.end_date):
        if _opens_on(settings, day):
            midnight = datetime.combine(day, datetime.min.time())
            yield from span_on_the_clock(zone, midnight + first, midnight + last)
        day += _DAY


def _opens_on(settings: CampaignSettings, day: date) -> bool:
    return (
        day >= settings.start_date
        and (settings.end_date is None or day <= settings.end_date)
        and _WEEK[day.weekday()] in settings.days
        and day not in settings.holidays
    )


def _clock(settings: CampaignSettings) -> tuple[timedelta, timedelta]:
    """First and last as distances from midnight of the day on which the window opens; equal: never open."""
    first, last = _distance(settings.first_call_time), _distance(settings.last_call_time)
    return first, last + _DAY if last < first else last


def _distance(clock_time: str) -> timedelta:
    hours, minutes = clock_time.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None
