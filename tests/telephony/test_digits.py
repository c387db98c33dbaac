"""One press of a key counts once, however it is told."""

from __future__ import annotations

from appliance.telephony.digits import Presses, Tone


def tone(
    digit: str = "1", stamp: int = 1000, update: bool = False, ended: bool = False
) -> tuple[Tone, ...]:
    return (Tone(digit, "event", update, ended, stamp, 0.02),)


def info(digit: str = "1", seconds: float = 0.16) -> tuple[Tone, ...]:
    return (Tone(digit, "info", False, True, 0, seconds),)


def sound(digit: str = "1") -> tuple[Tone, ...]:
    return (Tone(digit, "sound"),)


def counted(*reports: tuple[float, tuple[Tone, ...]]) -> int:
    presses = Presses()
    return sum(presses.is_new(each, at) for at, tones in reports for each in tones)


def test_a_press_with_updates_and_its_end() -> None:
    assert (
        counted(
            (0.0, tone()),
            (0.02, tone(update=True)),
            (0.1, tone(update=True, ended=True)),
        )
        == 1
    )


def test_only_the_end_arrived() -> None:
    assert counted((0.0, tone(ended=True)), (0.02, tone(ended=True, update=True))) == 1


def test_the_same_key_twice() -> None:
    assert (
        counted(
            (0.0, tone()),
            (0.1, tone(update=True, ended=True)),
            (0.3, tone(stamp=1300)),
            (0.4, tone(stamp=1300, update=True, ended=True)),
        )
        == 2
    )


def test_the_same_key_twice_where_the_second_start_was_lost() -> None:
    assert (
        counted(
            (0.0, tone()),
            (0.1, tone(update=True, ended=True)),
            (0.3, tone(stamp=1300, update=True)),
        )
        == 2
    )


def test_the_same_key_twice_where_the_first_end_and_the_second_start_were_lost() -> None:
    assert counted((0.0, tone()), (0.9, tone(stamp=1900, update=True))) == 2


def test_a_sender_that_moves_the_timestamp_within_a_press() -> None:
    assert (
        counted(
            (0.0, tone()),
            (0.02, tone(stamp=1020, update=True)),
            (0.04, tone(stamp=1040, update=True, ended=True)),
        )
        == 1
    )


def test_a_key_held_for_nine_seconds() -> None:
    assert counted((0.0, tone()), (8.17, tone(update=True)), (8.19, tone(stamp=9191))) == 1


def test_sip_info_alone() -> None:
    assert counted((0.0, info()), (0.3, info())) == 2


def test_both_methods_tell_one_press() -> None:
    assert (
        counted((0.0, tone()), (0.2, info()), (0.6, tone(stamp=1600)), (0.8, info("1", 0.2))) == 2
    )
    assert counted((0.0, info()), (0.1, tone())) == 1


def test_a_long_press_by_both_methods() -> None:
    assert counted((0.0, tone()), (2.5, info(seconds=2.4))) == 1


def test_another_key_by_the_other_method() -> None:
    assert counted((0.0, tone("1")), (0.2, info("2"))) == 2


def test_the_tone_alone() -> None:
    assert counted((0.0, sound()), (0.2, sound()), (0.4, sound("2"))) == 3


def test_the_tone_leaks_through_beside_the_event() -> None:
    """A gateway that cuts the tone off too late: 50 ms of it are heard before or after."""
    assert counted((0.0, tone()), (0.04, sound()), (0.3, tone(stamp=1300)), (0.34, sound())) == 2
    assert counted((0.0, sound()), (0.03, tone()), (0.2, sound()), (0.23, tone(stamp=1200))) == 2


def test_all_three_methods_tell_one_press() -> None:
    assert counted((0.0, tone()), (0.04, sound()), (0.2, info())) == 1
    again = ((0.5, tone(stamp=1500)), (0.54, sound()), (0.7, info()))
    assert counted((0.0, tone()), (0.04, sound()), (0.2, info()), *again) == 2


def test_two_quick_presses_whose_messages_come_late() -> None:
    assert counted((0.0, tone()), (0.3, tone(stamp=1300)), (0.5, info()), (0.6, info())) == 2
