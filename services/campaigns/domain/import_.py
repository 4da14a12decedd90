"""An import: accepted at once, queued a chunk at a time, each exactly once, and finished with the last."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never
from uuid import UUID

from services.campaigns.domain.command import Command
from shared.contracts.campaigns import ImportAccepted, ImportFinished
from shared.contracts.contacts import ContactsImported

ImportEvent = ImportAccepted | ContactsImported | ImportFinished


class AcceptImport(Command):
    """A user's staged upload is to be imported, into a campaign or among the contacts alone."""

    import_id: UUID
    user_id: UUID
    campaign_id: UUID | None
    chunks: int
    total_rows: int
    accepted: int
    rejected: int
    duplicates: int


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing accepted yet."""


@dataclass(frozen=True, slots=True)
class Queueing:
    """Accepted; `done` of its `chunks` are queued."""

    import_id: UUID
    user_id: UUID
    campaign_id: UUID | None
    chunks: int
    done: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """All of it is queued."""

    campaign_id: UUID | None


Import = Unknown | Queueing | Done


def accept(command: AcceptImport, import_: Import, now: datetime) -> list[ImportEvent]:
    """Accept an import, once."""
    match import_:
        case Unknown():
            return [ImportAccepted(at=now, **command.model_dump())]
        case Queueing() | Done():
            return []
        case _:
            assert_never(import_)


def is_last(import_: Queueing) -> bool:
    """Tell whether the chunk to be queued next is the last; so it is where there are none at all."""
    return import_.done + 1 >= import_.chunks


def finish(import_: Import, now: datetime) -> list[ImportEvent]:
    """Finish an import of which every chunk is queued, once."""
    match import_:
        case Unknown() | Done():
            return []
        case Queueing():
            if import_.done < import_.chunks:
                return []
            return [ImportFinished(at=now, import_id=import_.import_id, user_id=import_.user_id)]
        case _:
            assert_never(import_)


def evolve(import_: Import, event: ImportEvent) -> Import:
    """The import once this has happened."""
    match event, import_:
        case ImportAccepted(), Unknown():
            return Queueing(event.import_id, event.user_id, event.campaign_id, event.chunks)
        case ContactsImported(), Queueing():
            return replace(import_, done=event.chunk or import_.done)
        case ImportFinished(), Queueing():
            return Done(import_.campaign_id)
        case _:
            return import_
