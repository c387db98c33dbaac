"""The AT dialogue fed with what modems say, cut and interrupted wherever it can be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.modem.at import (
    Accepted,
    Answer,
    Dialogue,
    Refused,
    Restarted,
    Resynchronised,
    Uncertain,
    Unresponsive,
    Unsolicited,
)
from hardware.modem.pdu import submit_parts

(PART,) = submit_parts("+4710000001", "Ring Kari", reference=0)
HANDED_OVER = PART.pdu.encode() + b"\x1a"
CMGS = f"AT+CMGS={PART.length}".encode()
SYNCHRONISED = b"\r\n+CMEE: 1\r\n\r\nOK\r\n"
REPORT = "0006070A9174010000106211127195034062111271951340" + "00"
INTERRUPTIONS = [
    (b'\r\n+CMTI: "SM",3\r\n', Unsolicited('+CMTI: "SM",3')),
    (f"\r\n+CDS: 24\r\n{REPORT}\r\n".encode(), Unsolicited("+CDS: 24", REPORT)),
    (b"\r\n+CREG: 1\r\n", Unsolicited("+CREG: 1")),
    (b"\r\nRING\r\n", Unsolicited("RING")),
]


class Modem:
    """The far end: keeps what was written, gives what was said, and lets time go by."""

    def __init__(self):
        self.dialogue = Dialogue()
        self.written = b""
        self.outcomes = []

    def say(self, *chunks):
        for chunk in chunks:
            self.outcomes += self.dialogue.feed(chunk)
            self.written += self.dialogue.outgoing()
        return self

    def submit(self):
        self.dialogue.submit(PART)
        self.written += self.dialogue.outgoing()
        return self

    def command(self, command):
        self.dialogue.command(command)
        self.written += self.dialogue.outgoing()
        return self

    def wait(self, seconds):
        self.outcomes += self.dialogue.tick(seconds)
        self.written += self.dialogue.outgoing()
        return self

    def read(self):
        """Return what was written since last time."""
        written, self.written = self.written, b""
        return written


def transcript(*, echo, prompt):
    """A whole submission as lists of lines: what comes before and after the handing over."""
    before = ([CMGS + b"\r"] if echo else []) + [prompt]
    after = ([HANDED_OVER] if echo else []) + [b"\r\n+CMGS: 7\r\n", b"\r\nOK\r\n"]
    return before, after


TRANSCRIPTS = [
    transcript(echo=echo, prompt=prompt)
    for echo in (False, True)
    for prompt in (b"\r\n> ", b"> ", b">", b"\r\n>\r\n", b"\r\n> \r\n")
] + [
    ([CMGS + prompt], [HANDED_OVER, b"\r\n+CMGS: 7\r\n", b"\r\nOK\r\n"])
    for prompt in (b"> ", b">", b" >\r\n")
]


@pytest.mark.parametrize(("before", "after"), TRANSCRIPTS)
def test_an_answer_cut_anywhere_means_the_same(before, after):
    said = b"".join(before + after)
    for cut in range(len(said) + 1):
        modem = Modem().submit().say(said[:cut], said[cut:])
        assert modem.outcomes == [Accepted(7)], cut
        assert modem.read() == CMGS + b"\r" + HANDED_OVER, cut
    one_by_one = Modem().submit().say(*(bytes([octet]) for octet in said))
    assert one_by_one.outcomes == [Accepted(7)]


@pytest.mark.parametrize(("before", "after"), TRANSCRIPTS)
@pytest.mark.parametrize(("line", "unsolicited"), INTERRUPTIONS)
def test_an_interruption_between_any_lines_changes_nothing(before, after, line, unsolicited):
    lines = before + after
    for place in range(len(lines) + 1):
        said = b"".join([*lines[:place], line, *lines[place:]])
        for cut in range(0, len(said), 7):
            modem = Modem().submit().say(said[:cut], said[cut:])
            assert sorted(map(str, modem.outcomes)) == sorted(map(str, [Accepted(7), unsolicited]))
            assert modem.read() == CMGS + b"\r" + HANDED_OVER


@pytest.mark.parametrize(("line", "unsolicited"), INTERRUPTIONS)
def test_a_command_keeps_its_own_lines_only(line, unsolicited):
    lines = [b"AT+CSQ\r", b"\r\n+CSQ: 21,0\r\n", b"\r\nOK\r\n"]
    for place in range(len(lines) + 1):
        modem = Modem().command("AT+CSQ").say(*lines[:place], line, *lines[place:])
        assert Answer("AT+CSQ", ("+CSQ: 21,0",), None) in modem.outcomes
        assert unsolicited in modem.outcomes
        assert len(modem.outcomes) == 2


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (b"\r\n+CMS ERROR: 38\r\n", 38),
        (b"\r\n+CMS ERROR:500\r\n", 500),
        (b"\r\nERROR\r\n", None),
        (b"\r\n+CME ERROR: 30\r\n", None),
        (b"\r\n+CMS ERROR: network out of order\r\n", 38),
        (b"\r\n+CMS ERROR: Network timeout.\r\n", 332),
        (b"\r\n+CMS ERROR: SIM busy\r\n", 314),
        (b"\r\n+CMS ERROR: something of its own\r\n", None),
        (b"\r\n+CMS ERROR\r\n", None),
        (b"\r\n+CMS ERROR 500\r\n", 500),
        (b"\r\nCMS ERROR: 21\r\n", 21),
        (b"\r\n+CMS ERROR: 999999999999\r\n", None),
        (b"\r\n+CME ERROR: operation not supported\r\n", None),
        (b"\r\n+EXT ERROR: 7\r\n", None),
        (b"\r\nERROR:12\r\n", None),
        (b"\r\nERROR: 12\r\n", None),
        (b"\r\nCOMMAND NOT SUPPORT\r\n", None),
        (b"\r\nCommand not supported.\r\n", None),
        (b"\r\nNOT SUPPORT\r\n", None),
        (b"\r\nTOO MANY PARAMETERS\r\n", None),
        (b"\r\nInvalid command\r\n", None),
    ],
)
@pytest.mark.parametrize("prompt", [b"", b"\r\n> "])
def test_an_error_before_or_after_the_text_is_a_refusal(said, code, prompt):
    modem = Modem().submit().say(prompt + said)
    (refused,) = modem.outcomes
    assert isinstance(refused, Refused)
    assert refused.code == code
    assert modem.dialogue.idle


@pytest.mark.parametrize(
    "said",
    [b"COMMAND NOT SUPPORT", b"ERROR:12", b"+CME ERROR: not supported", b"too many parameters"],
)
def test_a_refusal_in_a_makers_own_words_ends_a_command(said):
    modem = Modem().command("AT+CPINR").say(b"\r\n" + said + b"\r\n")
    assert modem.outcomes == [Answer("AT+CPINR", (), said.decode())]


@pytest.mark.parametrize("said", [b"+CIPERROR: 3", b"ERRORS", b"+CMGERROR", b"Text not supported"])
def test_what_only_looks_like_one_ends_nothing(said):
    modem = Modem().command("AT+CSQ").say(b"\r\n" + said + b"\r\n")
    assert modem.outcomes == [Unsolicited(said.decode())]


def test_no_prompt_in_five_seconds_escapes_and_resynchronises():
    modem = Modem().submit().wait(4.9)
    assert modem.outcomes == []
    modem.read()
    modem.wait(0.2)
    assert [type(outcome) for outcome in modem.outcomes] == [Refused]
    assert modem.read().startswith(b"\x1b")
    modem.say(b"\r\n> ", b"\r\nOK\r\n", SYNCHRONISED)
    assert modem.outcomes[1:] == [Resynchronised()]
    assert PART.pdu.encode() not in modem.read()


def test_a_late_prompt_in_front_of_an_answer_does_not_hide_it():
    modem = Modem().submit().wait(5).say(b"\r\n> +CMEE: 1\r\n\r\nOK\r\n")
    assert modem.outcomes[1:] == [Resynchronised()]


def test_silence_after_the_text_is_uncertain_after_two_minutes():
    modem = Modem().submit().say(b"\r\n> ").wait(119)
    assert modem.outcomes == []
    modem.wait(2)
    assert [type(outcome) for outcome in modem.outcomes] == [Uncertain]


@pytest.mark.parametrize("late", [b"\r\n+CMGS: 9\r\n\r\nOK\r\n", b"\r\n+CMS ERROR: 38\r\n"])
def test_a_late_result_does_not_become_the_next_ones(late):
    said = late + SYNCHRONISED
    for cut in range(len(said) + 1):
        modem = Modem().submit().say(b"> ").wait(121).say(said[:cut], said[cut:])
        assert modem.outcomes[1:] == [Resynchronised()]
        modem.submit().say(b"> ", b"\r\n+CMGS: 10\r\n\r\nOK\r\n")
        assert modem.outcomes[2:] == [Accepted(10)]


def test_a_late_answer_to_an_earlier_probe_does_not_end_the_resynchronising():
    modem = Modem().command("AT+COPS?").wait(11).wait(4)
    modem.say(b'\r\n+COPS: 0,0,"X"\r\n\r\nOK\r\n', SYNCHRONISED)
    assert modem.outcomes == [Answer("AT+COPS?", (), "the modem fell silent")]
    modem.say(b"\r\n+CMGF: 0\r\n\r\nOK\r\n")
    assert modem.outcomes[1:] == [Resynchronised()]


def test_a_modem_that_answers_no_probe_is_unresponsive():
    modem = Modem()
    modem.dialogue.resync()
    modem.wait(3).wait(3).wait(3)
    assert modem.outcomes == [Unresponsive()]
    assert modem.dialogue.idle


def test_a_reset_before_the_text_is_a_refusal_and_after_it_uncertain():
    before = Modem().submit().say(b"\r\nRDY\r\n")
    assert [type(outcome) for outcome in before.outcomes] == [Refused, Restarted]
    assert before.outcomes[0].code is None
    after = Modem().submit().say(b"\r\n> ", b"\r\n+CFUN: 1\r\n")
    assert [type(outcome) for outcome in after.outcomes] == [Uncertain, Restarted]


def test_a_reference_seen_is_believed_whatever_comes_next():
    for ending in (b"\r\nRDY\r\n", b"\r\nERROR\r\n"):
        modem = Modem().submit().say(b"> ", b"\r\n+CMGS: 7\r\n", ending)
        assert modem.outcomes[0] == Accepted(7)
    assert Modem().submit().say(b"> \r\n+CMGS: 7\r\n").wait(121).outcomes == [Accepted(7)]


def test_ok_without_a_reference_is_uncertain():
    modem = Modem().submit().say(b"> ", b"\r\nOK\r\n")
    assert [type(outcome) for outcome in modem.outcomes] == [Uncertain]


def test_a_lost_port_ends_what_is_under_way():
    for modem, expected in [
        (Modem().submit(), Refused),
        (Modem().submit().say(b"> "), Uncertain),
        (Modem().command("AT"), Answer),
    ]:
        (outcome,) = modem.dialogue.lost("the cable was pulled")
        assert isinstance(outcome, expected)
    assert Modem().dialogue.lost("the cable was pulled") == []


def test_a_report_without_its_second_line_loses_nothing_else():
    modem = Modem().command("AT").say(b"\r\n+CDS: 24\r\n\r\nOK\r\n")
    assert modem.outcomes == [Unsolicited("+CDS: 24"), Answer("AT", (), None)]


def test_a_second_command_at_the_same_time_is_a_mistake():
    modem = Modem().command("AT+CSQ")
    with pytest.raises(RuntimeError):
        modem.dialogue.command("AT")
    assert modem.say(b"\r\n+CSQ: 1,0\r\n\r\nOK\r\n").outcomes == [
        Answer("AT+CSQ", ("+CSQ: 1,0",), None)
    ]


SAYINGS = st.lists(
    st.binary(max_size=20)
    | st.sampled_from(
        [b"\r\n> ", b"OK\r\n", b"ERROR\r\n", b"RDY\r\n", b"+CDS: 3\r\n", b"+CMGS: 1\r\n", b"FF\r\n"]
    ),
    max_size=20,
)


@given(SAYINGS)
def test_nonsense_leads_to_one_outcome_and_the_text_leaves_once_at_most(sayings):
    modem = Modem().submit().say(*sayings).wait(5).wait(120)
    (end,) = [o for o in modem.outcomes if isinstance(o, Accepted | Refused | Uncertain)]
    handed_over = modem.read().count(HANDED_OVER)
    assert handed_over <= 1
    assert handed_over == 1 or isinstance(end, Refused)


@given(SAYINGS)
def test_after_any_nonsense_a_modem_that_recovers_is_understood(sayings):
    modem = Modem().submit()
    modem.say(*sayings).wait(5).wait(120).say(b"\r\n")
    modem.dialogue.resync()
    modem.written += modem.dialogue.outgoing()
    modem.say(b"\r\n\r\n00\r\n", SYNCHRONISED)
    assert modem.outcomes[-1] == Resynchronised()
    modem.submit().say(b"\r\n> ", b"\r\n+CMGS: 8\r\n\r\nOK\r\n")
    assert modem.outcomes[-1] == Accepted(8)
