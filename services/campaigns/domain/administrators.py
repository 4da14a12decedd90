"""There is always an administrator who may come in: the last one is neither demoted nor suspended."""

from services.campaigns.domain.refusals import LastAdministrator
from services.campaigns.domain.user import Registered
from shared.contracts.vocabulary import Role


def stay_administered(user: Registered, *, role: Role | None, suspended: bool | None, others: int) -> None:
    """Let a user's role and suspension change (None: stays) where `others` administrators are not suspended.

    Raises LastAdministrator where there are none and this one would be no more.
    """
    administers = user.role is Role.ADMIN and not user.suspended
    still = (role or user.role) is Role.ADMIN and not (user.suspended if suspended is None else suspended)
    if administers and not still and others == 0:
        raise LastAdministrator(user_id=user.user_id)
