"""Somebody can always administer."""

from typing import Any
from uuid import UUID

import pytest

from services.campaigns.domain.administrators import stay_administered
from services.campaigns.domain.refusals import LastAdministrator
from services.campaigns.domain.user import Registered
from shared.contracts.vocabulary import Role

WHO = UUID("01990000-0000-7000-8000-000000000001")


def user(role: Role = Role.ADMIN, *, suspended: bool = False) -> Registered:
    return Registered(WHO, "Asha", "asha@example.com", role, 2, "Asia/Kolkata", "IN", None, suspended)


@pytest.mark.parametrize(
    "change",
    [{"role": Role.MEMBER, "suspended": None}, {"role": None, "suspended": True}],
)
def test_the_last_administrator_is_neither_demoted_nor_suspended(change: dict[str, Any]) -> None:
    with pytest.raises(LastAdministrator):
        stay_administered(user(), **change, others=0)
    stay_administered(user(), **change, others=1)


def test_whoever_does_not_administer_may_be_demoted_and_suspended() -> None:
    stay_administered(user(Role.MEMBER), role=Role.MEMBER, suspended=True, others=0)
    stay_administered(user(suspended=True), role=Role.MEMBER, suspended=True, others=0)


def test_the_last_administrator_may_change_otherwise() -> None:
    stay_administered(user(), role=Role.ADMIN, suspended=False, others=0)
    stay_administered(user(), role=None, suspended=None, others=0)
