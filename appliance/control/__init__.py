"""The control socket: requests to the switchboard and a live stream of views, JSON lines."""

from appliance.control.client import Answer, ControlClient, ControlUnavailable, Watch
from appliance.control.server import ControlError, ControlServer

__all__ = [
    "Answer",
    "ControlClient",
    "ControlError",
    "ControlServer",
    "ControlUnavailable",
    "Watch",
]
