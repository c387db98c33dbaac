"""A box whose database is gone answers neutrally, says so, and is not taken for a new one."""

from __future__ import annotations

import pytest
from support.messages import rings
from support.patience import PATIENCE


@pytest.mark.parametrize(
    ("how", "said"), [("empty", "is damaged"), ("gone", "The database is gone")]
)
def test_a_caller_is_answered_neutrally_and_nobody_can_set_the_box_up(
    box, telephone, how: str, said: str
) -> None:
    box.stop()
    database = box.process.device.database
    database.unlink()
    if how == "empty":
        database.touch()
    box.start()
    box.fault(said)
    box.shows(lambda view: not view["code_shown"])
    call = rings(telephone, box)
    call.hang_up()
    assert call.wait_for("ended", PATIENCE)
    box.is_idle()
    assert database.exists() == (how == "empty")
