"""A changed record is what dataclasses.replace would have made."""

from dataclasses import replace

import pytest

from appliance.core.model.frozen import changed
from appliance.core.settings.directory import neutral
from appliance.core.state.picture import Picture
from appliance.core.state.staff import Member


def test_it_is_what_the_library_makes() -> None:
    before = Picture(neutral(), missed=2)
    after = changed(before, staff={"anna": Member()}, missed=3)
    assert after == replace(before, staff={"anna": Member()}, missed=3)
    assert before.missed == 2


def test_a_field_that_there_is_not() -> None:
    with pytest.raises(TypeError, match="no field mised"):
        changed(Picture(neutral()), mised=3)
