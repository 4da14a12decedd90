import pytest

from services.campaigns.views import FOR_EVERYONE, QUERIES, BadCursor
from services.campaigns.views_paging import by_id, newest_first
from tests.integration.campaigns.scene import Scene


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_every_query_of_a_user_is_scoped_to_them(name: str) -> None:
    assert "user_id = %(user_id)s" in QUERIES[name] or "user_id::text = %(user_id)s::text" in QUERIES[name]


def test_what_is_asked_for_everyone_is_little() -> None:
    assert set(FOR_EVERYONE) == {
        "users", "user_by_email", "acts", "registered_agents", "do_not_call", "limit_before_stop",
    }  # fmt: skip


@pytest.mark.parametrize("cursor", ["x", "e30", "WyJ4Il0", "WzFd", "W10", "\u00e9", "WyJub3ciLCAibm93Il0"])
def test_a_cursor_that_no_list_gave_out_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursor):
        newest_first(cursor)
    with pytest.raises(BadCursor):
        by_id(cursor)


async def test_nobody_sees_anything_before_there_is_something(scene: Scene) -> None:
    views = scene.views(await scene.user())
    assert (await views.campaigns()).next_cursor is None
    assert (await views.slots()).system_limit == 0
    assert (await views.queue()).queued == 0
    assert (await views.agents()).items == ()
    assert len((await views.keys()).items) == 1
