from uuid import UUID

from services.campaigns.domain.contact import Details, Known
from services.campaigns.domain.contacts import Contact, Row, filled, imported
from services.campaigns.domain.import_ import (
    AcceptImport,
    Done,
    Import,
    ImportEvent,
    Queueing,
    Unknown,
    accept,
    evolve,
    finish,
    is_last,
)
from shared.contracts.campaigns import ImportAccepted, ImportFinished
from shared.contracts.contacts import ContactsImported, ImportedContact
from shared.testing.examples import CAMPAIGN, CONTACT, IMPORT, LONDON, NOW, NUMBER, OTHER_CONTACT, OTHER_NUMBER, USER
from shared.testing.spec import history

NOTHING: Import = Unknown()
given = history(NOTHING, evolve)

COMMAND = AcceptImport(
    import_id=IMPORT,
    user_id=USER,
    campaign_id=CAMPAIGN,
    chunks=2,
    total_rows=4,
    accepted=2,
    rejected=1,
    duplicates=1,
)
accepted = ImportAccepted(at=NOW, **COMMAND.model_dump())
first = ContactsImported(at=NOW, user_id=USER, import_id=IMPORT, contacts=(), chunk=1)
second = first.model_copy(update={"chunk": 2})
finished = ImportFinished(at=NOW, import_id=IMPORT, user_id=USER)

KNOWN = Contact(CONTACT, "Ravi", None, None, None, None, (), {"plan": "gold", "note": ""})


def accepting(import_: Import) -> list[ImportEvent]:
    return accept(COMMAND, import_, NOW)


def finishing(import_: Import) -> list[ImportEvent]:
    return finish(import_, NOW)


def ids_from(n: int = 1) -> list[UUID]:
    return [UUID(int=n), UUID(int=n + 1)]


def read(*rows: Row, known: dict[str, Contact] | None = None) -> tuple[list[UUID], list[ImportedContact]]:
    ids = iter(ids_from())
    return imported(rows, known or {}, lambda: next(ids))


def test_an_import_is_accepted_once() -> None:
    given().when(accepting).then(accepted)
    given(accepted).when(accepting).then()
    given(accepted, first, second, finished).when(accepting).then()


def test_it_is_finished_once_with_its_last_chunk() -> None:
    given(accepted, first).when(finishing).then()
    given(accepted, first, second).when(finishing).then(finished)
    given(accepted, first, second, finished).when(finishing).then()
    given().when(finishing).then()


def test_the_chunk_before_the_end_is_known_as_the_last() -> None:
    assert not is_last(Queueing(IMPORT, USER, CAMPAIGN, chunks=2, done=0))
    assert is_last(Queueing(IMPORT, USER, CAMPAIGN, chunks=2, done=1))
    assert is_last(Queueing(IMPORT, USER, CAMPAIGN, chunks=0))


def test_a_finished_import_still_says_where_it_went() -> None:
    assert given(accepted, first, second, finished).state == Done(CAMPAIGN)


def test_a_new_number_is_a_new_contact_with_what_is_filled() -> None:
    row = Row(phone_number=NUMBER, zones=(LONDON,), name="Ravi", email="", variables={"plan": "gold", "note": ""})
    contacts, recorded = read(row)
    assert contacts == [UUID(int=1)]
    assert recorded == [
        ImportedContact(
            contact_id=UUID(int=1), phone_number=NUMBER, zones=(LONDON,), name="Ravi", variables={"plan": "gold"}
        )
    ]


def test_a_known_number_is_the_same_contact_and_only_what_fills_it_is_recorded() -> None:
    row = Row(phone_number=NUMBER, name="Other", email="r@example.com", variables={"plan": "tin", "note": "late"})
    contacts, recorded = read(row, known={NUMBER: KNOWN})
    assert contacts == [CONTACT]
    assert recorded == [
        ImportedContact(contact_id=CONTACT, phone_number=NUMBER, email="r@example.com", variables={"note": "late"})
    ]


def test_nothing_is_recorded_of_a_contact_that_gains_nothing() -> None:
    assert read(Row(phone_number=NUMBER, name="Other"), known={NUMBER: KNOWN}) == ([CONTACT], [])


def test_the_same_number_twice_is_one_contact_as_its_first_row_says() -> None:
    contacts, recorded = read(
        Row(phone_number=NUMBER, name="First"), Row(phone_number=OTHER_NUMBER), Row(phone_number=NUMBER, name="Second")
    )
    assert contacts == ids_from()
    assert [one.name for one in recorded] == ["First", None]


def test_contacts_keep_the_order_of_the_rows_known_or_new() -> None:
    other = Contact(OTHER_CONTACT, None, None, None, None, None, (), {})
    contacts, _ = read(Row(phone_number=NUMBER), Row(phone_number=OTHER_NUMBER), known={OTHER_NUMBER: other})
    assert contacts == [UUID(int=1), OTHER_CONTACT]


def test_a_filled_contact_keeps_what_it_had_and_gains_what_was_empty() -> None:
    before = Known(CONTACT, USER, Details(NUMBER, country="GB", name="Ravi", variables={"plan": "gold"}), answered=1)
    by = ImportedContact(
        contact_id=CONTACT,
        phone_number=NUMBER,
        zones=(LONDON,),
        name="Other",
        email="r@example.com",
        tags=("vip",),
        variables={"plan": "tin", "city": "London"},
    )
    after = Details(
        NUMBER,
        (LONDON,),
        "GB",
        name="Ravi",
        email="r@example.com",
        tags=("vip",),
        variables={"plan": "gold", "city": "London"},
    )
    assert filled(before, by) == Known(CONTACT, USER, after, answered=1)
