"""What the box is told about its SIP side, and the error that says why it cannot start."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from appliance.device.sip import SipPart

EVERY_ADDRESS = "0.0.0.0"
EVERY_ADDRESS6 = "::"
CALLS_OF_THE_BUILD = 512
"""PJSUA_MAX_CALLS of our build; each leg takes one."""
FEWEST_SOUNDS = 1024


class TelephonyError(RuntimeError):
    """SIP cannot start; the message is a sentence for the person who set up the box."""


@dataclass(frozen=True, slots=True)
class SipConfig(SipPart):
    """What device.toml says of SIP, and what nobody need set.

    `rtp_ports`: how many UDP ports there are for audio, from `rtp_first` on.
    `ack_seconds`: a caller whose telephone has not acknowledged our answer by then is hung up; its
    five repetitions take 7.5 s (RFC 3261 section 13.3.1.4).
    `silent_seconds`: a trunk or telephone that has not said so much as "100" by then is taken
    for dead.
    `pulse_seconds`: between two looks whether sound still comes from each leg.
    `log_level`: PJSIP's own, 0 to 6; above 1 it writes whole messages, telephone numbers too.
    """

    rtp_ports: int = 4000
    log_level: int = 1
    ack_seconds: float = 8.0
    silent_seconds: float = 4.0
    pulse_seconds: float = 5.0

    @classmethod
    def of(cls, part: SipPart) -> SipConfig:
        """The part as device.toml has it, and the usual for all else."""
        return cls(**asdict(part))

    @property
    def max_legs(self) -> int:
        """Legs at once: a call may ring several agents, and a leg that hangs up lingers a while.

        Never few: PJSIP numbers its calls in turn, and the number of a leg that has ended must not
        come round before the leg is let go, a poll later.
        """
        return min(CALLS_OF_THE_BUILD, 4 * self.max_calls + 32)

    @property
    def max_sounds(self) -> int:
        """Ports of the conference bridge, each of which takes 8 octets for every other one.

        A leg has one; a call may besides play, have just played, listen for keys, and record.
        Never few: what has fallen out of use rests for a second with its port.
        """
        return max(FEWEST_SOUNDS, self.max_legs + 6 * self.max_calls)
