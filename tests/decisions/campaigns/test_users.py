from services.campaigns.domain import user
from services.campaigns.domain.refusals import EmailTaken, NoSuchUser
from services.campaigns.domain.user import User, UserEvent
from shared.contracts.campaigns import UserLimitChanged, UserRegistered, UserRestored, UserSuspended, UserUpdated
from shared.contracts.vocabulary import Role
from shared.testing.examples import NOW, USER
from shared.testing.spec import history

NOBODY: User = user.Unknown()
given = history(NOBODY, user.evolve)

COMMAND = user.RegisterUser(
    user_id=USER,
    name="Asha",
    email="asha@example.com",
    role=Role.MEMBER,
    concurrent_calls_limit=2,
    timezone="Asia/Kolkata",
    default_country="IN",
)
registered = UserRegistered(at=NOW, **COMMAND.model_dump())
raised = UserLimitChanged(at=NOW, user_id=USER, concurrent_calls_limit=5, weight=1)
suspended = UserSuspended(at=NOW, user_id=USER)
restored = UserRestored(at=NOW, user_id=USER)


def registering(known: User) -> list[UserEvent]:
    return user.register(COMMAND, known, NOW, email_taken=False)


def limiting(known: User) -> list[UserEvent]:
    return user.change_limit(user.ChangeUserLimit(user_id=USER, concurrent_calls_limit=5), known, NOW)


def suspending(known: User) -> list[UserEvent]:
    return user.suspend(USER, known, NOW)


def restoring(known: User) -> list[UserEvent]:
    return user.restore(USER, known, NOW)


def renaming(known: User) -> list[UserEvent]:
    return user.update(user.UpdateUser(user_id=USER, name="Asha R"), known, NOW, email_taken=False)


def test_a_user_is_registered_once() -> None:
    given().when(registering).then(registered)
    given(registered).when(registering).then()


def test_an_email_address_of_somebody_else_is_refused() -> None:
    given().when(lambda known: user.register(COMMAND, known, NOW, email_taken=True)).refused(EmailTaken)
    change = user.UpdateUser(user_id=USER, email="ben@example.com")
    given(registered).when(lambda known: user.update(change, known, NOW, email_taken=True)).refused(EmailTaken)


def test_a_users_limit_is_changed_once() -> None:
    given(registered).when(limiting).then(raised)
    given(registered, raised).when(limiting).then()


def test_a_users_weight_is_changed_once_and_leaves_the_limit() -> None:
    weighed = UserLimitChanged(at=NOW, user_id=USER, concurrent_calls_limit=2, weight=3)
    to_three = user.ChangeUserLimit(user_id=USER, weight=3)
    given(registered).when(lambda known: user.change_limit(to_three, known, NOW)).then(weighed)
    given(registered, weighed).when(lambda known: user.change_limit(to_three, known, NOW)).then()
    given(registered, weighed).when(limiting).then(raised.model_copy(update={"weight": 3}))


def test_a_user_is_suspended_and_restored_once_each() -> None:
    given(registered).when(suspending).then(suspended)
    given(registered, suspended).when(suspending).then()
    given(registered, suspended).when(restoring).then(restored)
    given(registered, suspended, restored).when(restoring).then()


def test_what_changes_of_a_profile_is_recorded_and_nothing_else() -> None:
    given(registered).when(renaming).then(UserUpdated(at=NOW, user_id=USER, name="Asha R"))
    given(registered, UserUpdated(at=NOW, user_id=USER, name="Asha R")).when(renaming).then()


def test_nobody_is_changed_who_is_not_there() -> None:
    for command in (limiting, suspending, restoring, renaming):
        given().when(command).refused(NoSuchUser)
