"""Audio, RTP, and SDP of the test telephone, without a socket."""

from __future__ import annotations

import pytest

from appliance.probe import audio, rtp, sdp
from appliance.probe.hearing import Listener

# Values from the tables of ITU-T G.711: silence, extremes, and one in between.
A_LAW = {0xD5: 8, 0x55: -8, 0xAA: 32256, 0x2A: -32256, 0xD4: 24}
MU_LAW = {0xFF: 0, 0x7F: 0, 0x80: 32124, 0x00: -32124, 0xFE: 8}
FRAME_NS = 20_000_000


def stream(payloads: list[bytes], codec: int = sdp.PCMA) -> list[rtp.Packet]:
    return [
        rtp.Packet(1_000 + n * FRAME_NS, codec, False, n, n * audio.FRAME, payload)
        for n, payload in enumerate(payloads)
    ]


@pytest.mark.parametrize(("codec", "table"), [(sdp.PCMA, A_LAW), (sdp.PCMU, MU_LAW)])
def test_g711_decodes_as_the_recommendation_says(codec: int, table: dict[int, int]) -> None:
    assert {code: audio.DECODED[codec][code] for code in table} == table


@pytest.mark.parametrize("codec", [sdp.PCMA, sdp.PCMU])
def test_every_code_survives_decoding_and_encoding(codec: int) -> None:
    table = audio.DECODED[codec]
    again = audio.encoded(table, codec)
    assert [table[code] for code in again] == list(table)


@pytest.mark.parametrize("codec", [sdp.PCMA, sdp.PCMU])
@pytest.mark.parametrize("hz", [440, 660, 1000])
def test_a_tone_is_told_from_others_and_from_silence(codec: int, hz: int) -> None:
    frames = audio.tone_frames(hz, codec)
    others = {440, 660, 1000} - {hz}
    assert len(frames) == 50
    assert all(audio.holds_tone(frame, codec, hz) for frame in frames)
    assert not any(audio.holds_tone(frame, codec, other) for frame in frames for other in others)
    assert not audio.holds_tone(audio.silence(codec), codec, hz)
    assert not audio.is_audible(audio.silence(codec), codec)


def test_the_frame_in_which_a_tone_begins_counts() -> None:
    tone, quiet = audio.tone_frames(440, sdp.PCMA)[0], audio.silence(sdp.PCMA)
    begins = quiet[:100] + tone[:60]
    assert audio.audible_span(begins, sdp.PCMA)[0] == 101  # a sine's first sample is zero
    assert audio.holds_tone(begins, sdp.PCMA, 440)
    heard = Listener(440, 0.04).feed(stream([quiet, begins, tone, quiet]))
    assert heard is not None
    assert (heard.first_ns, heard.packets) == (1_000 + FRAME_NS, 2)


def test_a_gap_starts_the_count_anew() -> None:
    tone, quiet = audio.tone_frames(440, sdp.PCMA)[0], audio.silence(sdp.PCMA)
    assert Listener(440, 0.06).feed(stream([tone, tone, *[quiet] * 8, tone, tone])) is None


def test_packets_before_the_asked_time_do_not_count() -> None:
    tone = audio.tone_frames(440, sdp.PCMA)[0]
    heard = Listener(440, 0.02, since_ns=1_000 + 2 * FRAME_NS).feed(stream([tone] * 3))
    assert heard is not None
    assert heard.first_ns == 1_000 + 2 * FRAME_NS


def test_rtp_survives_being_written_and_read() -> None:
    data = rtp.header(8, True, 65_537, 2**32 + 5, 99) + b"audio"
    assert rtp.parse(data, 7) == rtp.Packet(7, 8, True, 1, 5, b"audio")


def test_rtp_with_sources_extension_and_padding() -> None:
    head = bytes([0x80 | 0x20 | 0x10 | 1]) + rtp.header(0, False, 1, 2, 3)[1:]
    data = head + b"SRC1" + b"\x00\x00\x00\x01EXTN" + b"audio" + b"\0\0\x03"
    assert rtp.parse(data, 0).payload == b"audio"


@pytest.mark.parametrize("data", [b"", b"\x80\x08short", b"\x40" + bytes(20), b"\x9f" + bytes(20)])
def test_cut_short_rtp_is_refused(data: bytes) -> None:
    with pytest.raises(rtp.RtpError):
        rtp.parse(data, 0)


def test_events_say_key_end_and_length() -> None:
    assert rtp.event("#", 800, end=True) == bytes([11, 0x80 | 10]) + (800).to_bytes(2, "big")
    assert rtp.digit_of(rtp.event("7", 160, end=False)) == "7"
    assert rtp.digit_of(b"\xff\0\0\0") is None


def test_sdp_survives_being_written_and_read() -> None:
    here = sdp.Description("127.0.0.1", 4000, (sdp.PCMU,), 96, "sendonly")
    assert sdp.parse(sdp.written(here)) == here


def test_an_answer_takes_the_first_common_codec_and_mirrors_hold() -> None:
    offer = sdp.parse(
        b"v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 18 0 8 96\r\n"
        b"a=rtpmap:96 telephone-event/8000\r\na=sendonly\r\nm=video 5000 RTP/AVP 31\r\n"
    )
    answer = sdp.Description("127.0.0.1", 2).answer_to(offer)
    assert answer == sdp.Description("127.0.0.1", 2, (sdp.PCMU,), 96, "recvonly")


@pytest.mark.parametrize("line", [b"m=audio 4000 RTP/AVP 18", b"m=video 4000 RTP/AVP 0", b""])
def test_a_description_without_g711_is_refused(line: bytes) -> None:
    with pytest.raises(sdp.SdpError):
        sdp.parse(b"v=0\r\nc=IN IP4 192.0.2.1\r\n" + line + b"\r\n")
