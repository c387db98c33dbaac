"""What the box tells the local network of its page (DNS-SD, RFC 6763)."""

from pathlib import Path
from xml.etree import ElementTree

UNIT = Path(__file__).parents[2] / "systemd" / "avahi" / "sentralbord.service"


def test_the_page_is_announced_where_it_is_served():
    services = ElementTree.fromstring(UNIT.read_text(encoding="utf-8")).findall("service")
    told = {each.findtext("type"): each.findtext("port") for each in services}
    assert told == {"_https._tcp": "443", "_http._tcp": "80"}
