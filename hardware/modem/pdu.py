"""SMS PDUs (3GPP TS 23.040 §9.2.2): text to SMS-SUBMIT parts, and PDUs back to what they say."""

import re
from dataclasses import dataclass
from datetime import datetime

import smsutil

from hardware.modem.fields import (
    Coding,
    PduError,
    Reader,
    UserData,
    address_field,
    pack_septets,
)

MAX_PARTS = 255
"""Parts that an 8-bit concatenation header can count."""

_DELIVER, _SUBMIT, _STATUS_REPORT = 0, 1, 2
_VALIDITY_OCTETS = {0x00: 0, 0x10: 1, 0x08: 7, 0x18: 7}
_USER_DATA_HEADER, _STATUS_REPORT_REQUEST = 0x40, 0x20
_UCS2_SCHEME = 0x08
_ESCAPE = "\x1b"


@dataclass(frozen=True)
class SubmitPart:
    """One SMS-SUBMIT, ready for AT+CMGS.

    `pdu` is hexadecimal and starts with the empty service centre address; `length` is what
    AT+CMGS wants: octets without that address (TS 27.005 §4.3).
    """

    pdu: str
    length: int


@dataclass(frozen=True)
class Submit:
    """A decoded SMS-SUBMIT."""

    number: str
    user_data: UserData
    wants_report: bool


@dataclass(frozen=True)
class Deliver:
    """A decoded SMS-DELIVER; `sent_at` is the service centre's time in UTC, where it is one."""

    number: str
    user_data: UserData
    sent_at: datetime | None


@dataclass(frozen=True)
class StatusReport:
    """A decoded SMS-STATUS-REPORT; `status` is TP-ST (TS 23.040 §9.2.3.15)."""

    number: str
    reference: int
    status: int
    discharged_at: datetime | None

    @property
    def delivered(self) -> bool:
        """The recipient's telephone has it (0) or the centre believes so (1, 2)."""
        return self.status <= 0x02

    @property
    def still_trying(self) -> bool:
        """The centre has not given up (0x20-0x3F)."""
        return 0x20 <= self.status <= 0x3F


def submit_parts(
    number: str, text: str, *, reference: int, status_report: bool = False
) -> tuple[SubmitPart, ...]:
    """Return the SMS-SUBMIT parts that carry `text` to `number`.

    `number` is E.164 with its +. `reference` (0-255) ties the parts of a long message together
    on the recipient's telephone; the caller chooses it, so that sending the same message again
    gives the same octets. Raises ValueError with a sentence when number or text cannot be sent.
    """
    if not re.fullmatch(r"\+[1-9][0-9]{3,14}", number):
        raise ValueError("The number is not international: write it with + and the country code.")
    if not 0 <= reference <= 255:
        raise ValueError("The concatenation reference must lie between 0 and 255.")
    parts = user_data_parts(text, reference)
    first_octet = (
        _SUBMIT
        | (_STATUS_REPORT_REQUEST if status_report else 0)
        | (_USER_DATA_HEADER if len(parts) > 1 else 0)
    )
    return tuple(
        _submit(number, user_data, first_octet=first_octet, scheme=scheme)
        for scheme, user_data in parts
    )


def user_data_parts(text: str, reference: int) -> list[tuple[int, bytes]]:
    """Return data coding scheme and user data field of each part of a text; see submit_parts."""
    contents, coding = _split(text)
    scheme = _UCS2_SCHEME if coding is Coding.UCS2 else 0
    return [
        (scheme, _user_data(content, coding, _header(reference, len(contents), part)))
        for part, content in enumerate(contents, start=1)
    ]


def _split(text: str) -> tuple[list[str], Coding]:
    if not text:
        return [""], Coding.GSM7
    # smsutil holds a bare escape for a character of the alphabet; a telephone would read it
    # as the first half of a pair and change the character behind it.
    split = smsutil.unicode_split(text) if _ESCAPE in text else smsutil.split(text)
    contents = [part.content for part in split.parts]
    if len(contents) > MAX_PARTS:
        raise ValueError(f"The text is too long: {len(contents)} parts, at most {MAX_PARTS}.")
    try:
        text.encode("utf-16-be")
    except UnicodeEncodeError as error:
        raise ValueError(
            f"Character {error.start + 1} of the text is half of a surrogate pair."
        ) from error
    return contents, Coding.GSM7 if split.encoding == "gsm0338" else Coding.UCS2


def _header(reference: int, parts: int, part: int) -> bytes:
    """Return the user data header with an 8-bit reference (§9.2.3.24.1), empty for one part."""
    return bytes([5, 0x00, 3, reference, parts, part]) if parts > 1 else b""


def _user_data(content: str, coding: Coding, header: bytes) -> bytes:
    if coding is Coding.UCS2:
        octets = header + content.encode("utf-16-be")
        return bytes([len(octets)]) + octets
    septets = content.encode("gsm0338")
    header_septets = (len(header) * 8 + 6) // 7
    packed = pack_septets(septets, fill_bits=header_septets * 7 - len(header) * 8)
    return bytes([header_septets + len(septets)]) + header + packed


def _submit(number: str, user_data: bytes, *, first_octet: int, scheme: int) -> SubmitPart:
    tpdu = bytes([first_octet, 0]) + address_field(number) + bytes([0, scheme]) + user_data
    return SubmitPart(pdu="00" + tpdu.hex().upper(), length=len(tpdu))


def _reader(pdu: str) -> Reader:
    """Open a hexadecimal PDU and skip the service centre address in front of it."""
    try:
        reader = Reader(bytes.fromhex(pdu))
    except ValueError as error:
        raise PduError("the PDU is not hexadecimal") from error
    reader.take(reader.octet())
    return reader


def _first_octet(reader: Reader, kind: int) -> int:
    octet = reader.octet()
    if octet & 3 != kind:
        raise PduError(f"message type {octet & 3} where {kind} was expected")
    return octet


def read_submit(pdu: str) -> Submit:
    """Decode an SMS-SUBMIT (§9.2.2.2) in hexadecimal; PduError if it is not one."""
    reader = _reader(pdu)
    first = _first_octet(reader, _SUBMIT)
    reader.octet()  # TP-MR: the modem puts its own reference there
    number = reader.address()
    reader.octet()  # TP-PID
    coding = Coding.of(reader.octet())
    reader.take(_VALIDITY_OCTETS[first & 0x18])
    user_data = reader.user_data(coding, has_header=bool(first & _USER_DATA_HEADER))
    return Submit(number, user_data, wants_report=bool(first & _STATUS_REPORT_REQUEST))


def read_deliver(pdu: str) -> Deliver:
    """Decode an SMS-DELIVER (§9.2.2.1) in hexadecimal; PduError if it is not one."""
    reader = _reader(pdu)
    first = _first_octet(reader, _DELIVER)
    number = reader.address()
    reader.octet()  # TP-PID
    coding = Coding.of(reader.octet())
    sent_at = reader.time_stamp()
    user_data = reader.user_data(coding, has_header=bool(first & _USER_DATA_HEADER))
    return Deliver(number, user_data, sent_at)


def read_status_report(pdu: str) -> StatusReport:
    """Decode an SMS-STATUS-REPORT (§9.2.2.3) in hexadecimal; PduError if it is not one."""
    reader = _reader(pdu)
    _first_octet(reader, _STATUS_REPORT)
    reference = reader.octet()
    number = reader.address()
    reader.time_stamp()  # TP-SCTS: when the centre took it
    discharged_at = reader.time_stamp()
    return StatusReport(number, reference, reader.octet(), discharged_at)
