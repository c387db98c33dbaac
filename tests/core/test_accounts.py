"""Who may what, and how long a log-in holds."""

from datetime import UTC, datetime, timedelta

import pytest

from appliance.core.desk.accounts import SESSION_LIMITS, Account, Role, is_last_installer

NOW = datetime(2030, 5, 6, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_each_role_may_what_those_before_it_may():
    order = ["partner", "viewer", "operator", "superior", "installer"]
    assert [role.value for role in Role] == order
    for own in Role:
        for needed in Role:
            assert own.may(needed) is (own.rank >= needed.rank)


def test_temporary_staff_may_come_in_until_the_end_and_not_a_moment_longer():
    account = Account("kari", "Kari", Role.OPERATOR, expires_at=NOW)
    assert account.usable(NOW - timedelta(microseconds=1))
    assert not account.usable(NOW)
    assert not Account("kari", "Kari", Role.OPERATOR, closed=True).usable(NOW)


@pytest.mark.parametrize("role", list(Role))
def test_a_session_ends_when_nobody_uses_it_and_in_any_case_some_day(role):
    limits = SESSION_LIMITS[role]
    assert not limits.over(NOW, NOW, NOW)
    assert not limits.over(NOW, NOW, NOW + limits.idle)
    assert limits.over(NOW, NOW, NOW + limits.idle + timedelta(seconds=1))
    late = NOW + limits.total + timedelta(seconds=1)
    assert limits.over(NOW, late, late)
    assert limits.over(NOW + HOUR, NOW, NOW), "a session from the future is none"


def test_who_sets_up_the_box_idly_is_logged_out_within_half_an_hour():
    assert SESSION_LIMITS[Role.INSTALLER].idle <= timedelta(minutes=30)
    assert SESSION_LIMITS[Role.SUPERIOR].idle <= timedelta(minutes=30)


def test_the_last_installer_is_known():
    anna = Account("anna", "Anna", Role.INSTALLER)
    others = [
        anna,
        Account("bo", "Bo", Role.INSTALLER, closed=True),
        Account("cy", "Cy", Role.INSTALLER, expires_at=NOW + HOUR),
        Account("di", "Di", Role.SUPERIOR),
    ]
    assert is_last_installer(anna, others, NOW)
    assert not is_last_installer(anna, [*others, Account("ed", "Ed", Role.INSTALLER)], NOW)
