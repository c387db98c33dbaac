"""The box starts, or its settings change: what holds from now on."""

from __future__ import annotations

from appliance.core.box import trial as trial_rules
from appliance.core.calls import line_greeting
from appliance.core.model.frozen import changed
from appliance.core.model.ids import Moment, TimerId
from appliance.core.model.verdict import Granted, Refused, granted, refused
from appliance.core.prompts import every_prompt
from appliance.core.protocol.commands import (
    DrawCode,
    KeepTime,
    LoadSettings,
    Prepare,
    StartTimer,
)
from appliance.core.protocol.events import (
    SettingsBroken,
    SettingsChanged,
    SettingsPublished,
    Started,
)
from appliance.core.protocol.replies import reply_to
from appliance.core.settings.directory import Directory
from appliance.core.sms import rules as sms
from appliance.core.staff import calendars as calendar_reading
from appliance.core.staff import telephones
from appliance.core.state import staff
from appliance.core.state.picture import Picture
from appliance.core.state.rules import Step, merged, on
from appliance.core.state.stirred import ALL
from appliance.core.trunks import health as trunk_state

MINUTE = TimerId("minute")
"""Fires as often as its name says, for what ends by the clock."""


def next_minute(now: Moment) -> StartTimer:
    """Wake at the beginning of the next minute."""
    return StartTimer(MINUTE, 60.0 - now.wall.second - now.wall.microsecond / 1e6)


def _changed(picture: Picture, event: SettingsChanged, now: Moment) -> Step:
    before = picture.directory
    picture, commands = _take_over(picture, event.directory, now)
    picture = picture.with_fault("settings", event.returned)
    picture, trial = trial_rules.begin(picture, before, event.trial)
    replies = reply_to(event.request, granted(Granted.SETTINGS_HOLD))
    return picture, [*commands, *trial, *replies]


def _take_over(picture: Picture, directory: Directory, now: Moment) -> Step:
    before = picture.directory
    directory = line_greeting.kept(before, directory)
    known = telephones.kept(before, directory, picture.staff)
    directory.index.prepare()
    picture = changed(picture, directory=directory, staff=known, unserved=ALL, unseen=ALL)
    for healed in ("settings", "set_up"):
        picture = picture.with_fault(healed, "")
    picture, trunks = trunk_state.use(picture, before, directory)
    picture, forgotten = calendar_reading.named_by(directory, picture, now)
    clock = KeepTime(directory.office.time_zone)
    return picture, [clock, trunks, Prepare(every_prompt(directory)), *forgotten]


def _started(picture: Picture, event: Started, now: Moment) -> Step:
    calendars = calendar_reading.from_records(event.calendars)
    picture = changed(picture, calendars=calendars, days_seen=event.days_seen)
    picture, commands = _take_over(picture, event.directory, now)
    picture = picture.with_fault("settings", event.returned)
    picture = picture.with_staff(staff.from_records(event.presences))
    picture, owed = sms.started(picture, event, now)
    picture, trial = trial_rules.begin(picture, None, event.trial)
    code = [DrawCode()] if event.new else []
    return picture, [*commands, *owed, *trial, *code, next_minute(now)]


def _published(picture: Picture, event: SettingsPublished, now: Moment) -> Step:
    return picture, [LoadSettings(event.request)]


def _broken(picture: Picture, event: SettingsBroken, now: Moment) -> Step:
    """Hold on to the settings that there were."""
    picture = picture.with_fault("settings", event.reason)
    replies = reply_to(event.request, refused(Refused.SETTINGS_BROKEN, problem=event.reason))
    return picture, trial_rules.refused(picture) + replies


RULES = merged(
    on(SettingsPublished, _published),
    on(SettingsBroken, _broken),
    on(SettingsChanged, _changed),
    on(Started, _started),
)
