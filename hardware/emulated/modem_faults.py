"""What the emulated modem always answers, how it is set after a reset, and what may be wrong."""

import re
from dataclasses import dataclass
from typing import Literal

FIXED = {
    "": [],
    "Z": [],
    "&F": [],
    "+CGMI": ["Sentralbord"],
    "+CGMM": ["Emulated modem"],
    "+CGMR": ["1.0"],
    "+CGSN": ["000000000000000"],
    "+CIMI": ["001010000000001"],
    "+CSMS=?": ["+CSMS: (0,1)"],
    "+CMGF=?": ["+CMGF: (0)"],
    "+CSCS=?": ['+CSCS: ("IRA")'],
    "+CMGD=?": ["+CMGD: (1-20),(0-4)"],
    "+CMGL=?": ["+CMGL: (0-4)"],
    "+CTZU=1": [],
    "+CPBS?": ['+CPBS: "SM",3,250'],
}
AFTER_RESET = {
    "+CMEE": "0",
    "+CMGF": "0",
    "+CSMS": "0,1,1,1",
    "+CNMI": "0,0,0,0,0",
    "+CSCS": '"IRA"',
    "+CSCA": '"+4710000099",145',
}
WANTS_THE_CARD = re.compile(r"\+(CPIN\?|CPMS|CMG[LRDS]|CSCA|CNMI|CCID).*")
"""What a card that is busy after power-up does not serve yet."""
ALLOWED_WITHOUT_PIN = re.compile(
    r"|[EZ&].*|\+(CPIN|CMEE|CGM|CGSN|CSCS|CPINR|CREG|CEREG|CSQ|CCID|CCLK).*"
)


@dataclass
class Faults:
    """What is wrong with the modem now; each holds until it is cleared."""

    no_prompt: bool = False
    silent_after_ctrl_z: bool = False
    """The SMS goes out, the modem never says so."""
    cms_error: int | None = None
    """The network refuses every SMS with this code."""
    credit: int | None = None
    """Parts that the subscription still pays for; then the network rejects them (21)."""
    reset_in_send: Literal["before", "after"] | None = None
    """The modem resets instead of prompting, or after it has sent the SMS."""
    garbage: bool = False
    """Noise stands in front of every answer."""
    registered: bool = True
    hides_pin_retries: bool = False
    """The modem knows no command that tells how many tries the PIN has left."""
    hides_card: bool = False
    """The modem knows no command that tells the SIM card's own number."""
    service_centre: bool = True
    report_status: int = 0
    """TP-ST of every delivery report (TS 23.040 §9.2.3.15)."""
    keeps_deleted: bool = False
    """AT+CMGD fails."""
    sim_busy: int = 0
    """So often the SIM card still says that it is busy (CME error 14)."""
    dead: bool = False
    """Nothing is answered at all, until a reset."""
