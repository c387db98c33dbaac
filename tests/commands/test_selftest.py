"""The self-test of a running box, as far as it looks for its SMS in the store."""

from __future__ import annotations

from pathlib import Path

import pytest
import tomli_w

from appliance.commands.selftest import sent_by
from appliance.core.model.ids import Sms, SmsId, SmsState
from appliance.device import Device, read_device
from appliance.store.store import Store

NUMBER = "+4710000101"


@pytest.fixture
def device(tmp_path: Path) -> Device:
    file = tmp_path / "device.toml"
    folders = {"data": str(tmp_path / "data"), "runtime": str(tmp_path / "run")}
    file.write_text(tomli_w.dumps({"folders": folders}))
    device = read_device(file)
    device.folders.data.mkdir()
    keep(device, Sms(SmsId("old"), NUMBER, "before", SmsState.SENT))
    return device


def keep(device: Device, sms: Sms) -> None:
    with Store(device.database, device.media) as store:
        store.migrate()
        store.save([sms])


@pytest.mark.parametrize("state", [SmsState.SENT, SmsState.DELIVERED])
def test_an_sms_that_has_left_the_modem_is_seen_however_quick_its_report_is(
    device: Device, state: SmsState
) -> None:
    wait = sent_by(device, NUMBER)
    keep(device, Sms(SmsId("new"), NUMBER, "the test", state))
    assert wait(1.0) == "the test"


@pytest.mark.parametrize("state", [SmsState.QUEUED, SmsState.FAILED])
def test_one_that_has_not_is_not(device: Device, state: SmsState) -> None:
    wait = sent_by(device, NUMBER)
    keep(device, Sms(SmsId("new"), NUMBER, "the test", state))
    assert wait(0.01) is None
