from typing import Any

from services.campaigns.domain.contact import Contact, ContactEvent, Details, Known, Unknown, evolve
from services.campaigns.domain.contact_life import AddContact, ChangeContact, add, change, remove
from services.campaigns.domain.refusals import ContactExists, NoSuchContact
from shared.contracts.campaigns import ContactRemoved, ContactUpdated
from shared.contracts.contacts import ContactAdded, ContactDescribed
from shared.testing.examples import CONTACT, LONDON, NOW, NUMBER, OTHER_CONTACT, OTHER_NUMBER, USER
from shared.testing.spec import history

NOTHING: Contact = Unknown()
given = history(NOTHING, evolve)

WHOSE: dict[str, Any] = {"at": NOW, "contact_id": CONTACT, "user_id": USER}
DETAILS = Details(NUMBER, (LONDON,), "GB", name="Ravi", variables={"plan": "gold"})
added = ContactAdded(
    **WHOSE, phone_number=NUMBER, zones=(LONDON,), country="GB", name="Ravi", variables={"plan": "gold"}
)
removed = ContactRemoved(**WHOSE)


def adding(contact: Contact) -> list[ContactEvent]:
    return add(AddContact(contact_id=CONTACT, user_id=USER, details=DETAILS), contact, NOW, holder=None)


def changed(contact: Contact, **changes: Any) -> list[ContactEvent]:
    return change(ChangeContact(contact_id=CONTACT, changes=changes), contact, NOW, holder=None)


def described(**fields: Any) -> ContactDescribed:
    return ContactDescribed(**added.model_dump() | fields)


def updated(**fields: Any) -> ContactUpdated:
    told = {"zones": (LONDON,), "country": "GB", "priority": 100, "user_data": {"plan": "gold", "name": "Ravi"}}
    return ContactUpdated(**WHOSE, **{"phone_number": NUMBER, **told, **fields})


def test_a_contact_is_added_once() -> None:
    given().when(adding).then(added)
    given(added).when(adding).then()
    given(added, removed).when(adding).then()


def test_a_number_is_one_contact_of_a_user_and_the_refusal_names_it() -> None:
    command = AddContact(contact_id=CONTACT, user_id=USER, details=DETAILS)
    refusal = given().when(lambda known: add(command, known, NOW, holder=OTHER_CONTACT)).refused(ContactExists)
    assert str(OTHER_CONTACT) in str(refusal)
    another = ChangeContact(contact_id=CONTACT, changes={"phone_number": OTHER_NUMBER})
    given(added).when(lambda known: change(another, known, NOW, holder=OTHER_CONTACT)).refused(ContactExists)


def test_a_contact_keeps_its_own_number() -> None:
    command = ChangeContact(contact_id=CONTACT, changes={"phone_number": NUMBER, "name": "Ravi M"})
    events = given(added).when(lambda known: change(command, known, NOW, holder=CONTACT))
    events.then(
        described(name="Ravi M"),
        updated(user_data={"plan": "gold", "name": "Ravi M"}),
    )


def test_a_corrected_number_and_its_zone_are_told() -> None:
    to = {"phone_number": OTHER_NUMBER, "zones": ("Asia/Kolkata",), "country": "IN"}
    given(added).when(lambda known: changed(known, **to)).then(described(**to), updated(**to))


def test_the_contact_s_own_zone_goes_before_the_number_s() -> None:
    given(added).when(lambda known: changed(known, timezone="Asia/Dubai")).then(
        described(timezone="Asia/Dubai"), updated(zones=("Asia/Dubai",))
    )


def test_a_cleared_field_is_told_no_more_and_takes_its_priority_along() -> None:
    given(added).when(lambda known: changed(known, name=None)).then(
        described(name=None), updated(priority=0, user_data={"plan": "gold"})
    )


def test_what_others_need_not_know_is_not_told_them() -> None:
    given(added).when(lambda known: changed(known, tags=("vip",))).then(described(tags=("vip",)))


def test_nothing_is_recorded_where_nothing_changes() -> None:
    given(added).when(lambda known: changed(known, name="Ravi", variables={"plan": "gold"})).then()
    given(added).when(changed).then()


def test_earlier_calls_are_part_of_the_priority_that_is_told() -> None:
    known = Known(CONTACT, USER, DETAILS, answered=1, unconnected=3)
    [_, told] = changed(known, email="ravi@example.com")
    assert isinstance(told, ContactUpdated)
    assert told.priority == 110 + 5 - 30


def test_a_contact_is_removed_once_and_for_good() -> None:
    given(added).when(lambda known: remove(CONTACT, known, NOW)).then(removed)
    given(added, removed).when(lambda known: remove(CONTACT, known, NOW)).then()
    given(added, removed).when(changed).refused(NoSuchContact)


def test_a_contact_that_is_not_there_is_missing() -> None:
    given().when(lambda known: remove(CONTACT, known, NOW)).refused(NoSuchContact)
    given().when(changed).refused(NoSuchContact)
