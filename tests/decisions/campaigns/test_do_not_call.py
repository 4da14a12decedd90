from services.campaigns.domain.do_not_call import block, unblock
from shared.contracts.campaigns import NumberBlocked, NumberUnblocked
from shared.contracts.vocabulary import BlockScope
from shared.testing.examples import NOW, NUMBER, OTHER_NUMBER, USER

ASKED = "asked not to be called"
blocked = NumberBlocked(at=NOW, phone_number=NUMBER, scope=BlockScope.USER, user_id=USER, reason=ASKED)
for_everybody = NumberBlocked(at=NOW, phone_number=NUMBER, scope=BlockScope.SYSTEM)


def test_numbers_are_put_on_a_user_s_list_each_with_its_reason() -> None:
    numbers = {NUMBER: ASKED, OTHER_NUMBER: None}
    other = blocked.model_copy(update={"phone_number": OTHER_NUMBER, "reason": None})
    assert block(numbers, (), NOW, user_id=USER) == [blocked, other]


def test_a_number_on_the_list_stays_as_it_is() -> None:
    assert block({NUMBER: "another reason"}, {NUMBER}, NOW, user_id=USER) == []


def test_a_list_that_is_no_user_s_binds_everybody() -> None:
    assert block({NUMBER: None}, (), NOW, user_id=None) == [for_everybody]


def test_a_number_is_taken_off_once() -> None:
    off = NumberUnblocked(at=NOW, phone_number=NUMBER, scope=BlockScope.USER, user_id=USER)
    assert unblock(NUMBER, {NUMBER}, NOW, user_id=USER) == [off]
    assert unblock(NUMBER, (), NOW, user_id=USER) == []
