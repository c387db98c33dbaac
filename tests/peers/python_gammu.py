"""Run by the system's Python, which has python-gammu: one JSON object in, one out, line by line.

In: {"text", "gsm", "pdus"}. Out: {"read": what gammu reads from the PDUs, each with its service
centre in front, "submit" and "deliver": the PDUs that gammu makes of the text}.
"""

import datetime
import json
import sys

import gammu

NUMBER, CENTRE = "+4710000001", "+4710000099"
SENT_AT = datetime.datetime(2026, 11, 21, 17, 59, 30)


def parts_of(text, gsm):
    """The parts of an SMS as gammu splits it; whether it needs Unicode, gammu asks the caller."""
    entry = {"ID": "ConcatenatedTextLong", "Buffer": text}
    parts = gammu.EncodeSMS({"Class": -1, "Unicode": not gsm, "Entries": [entry]})
    for part in parts:
        part.update(Number=NUMBER, SMSC={"Number": CENTRE}, DateTime=SENT_AT)
    return parts


def answer(asked):
    parts = parts_of(asked["text"], asked["gsm"])
    made = {
        layout.lower(): [gammu.EncodePDU(part, layout).hex().upper() for part in parts]
        for layout in ("Submit", "Deliver")
    }
    read = [gammu.DecodePDU(bytes.fromhex(pdu), True) for pdu in asked["pdus"]]
    return {**made, "read": [[part["Number"], part["Text"]] for part in read]}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
