"""The names of all arguments and form fields of the page, as its source reads or writes them."""

from __future__ import annotations

import re
from pathlib import Path

import web_config
from appliance.core.settings.directory import Office as OfficeTable
from appliance.settings.shape import settings_of
from appliance.settings.structure import SECTIONS

HERE = Path(web_config.__file__).parent
ASKED = re.compile(r"""(?:args|form|files|told|row|month)(?:\.get\w*)?[\[(]["']([^"']+)["']""")
WRITTEN = re.compile(r"""\bname="([^"{]+)\"""")
MACRO = re.compile(r"""\b(?:input|field|tick|choice|area|select)\(["']([^"']+)["']""")
FIELD = re.compile(r"^    (\w+) = \w*(?:Field|password|name|day)\w*\(", re.MULTILINE)
MORE = {
    "keys.1.loop",
    "members.kari",
    "members.1",
    "weekly.mon",
    "texts.nb",
    "name.clear",
    "inside",
}


def every_name() -> list[str]:
    """The names of all arguments and fields that the page's source reads or writes."""
    texts = [path.read_text("utf-8") for path in HERE.rglob("*.py")]
    texts += [path.read_text("utf-8") for path in HERE.rglob("*.html")]
    found = {name for text in texts for each in (ASKED, WRITTEN, MACRO, FIELD)
             for name in each.findall(text)}  # fmt: skip
    tables = [settings_of(table) for table in (OfficeTable, *SECTIONS.values())]
    found |= {setting.name for table in tables for setting in table}
    return sorted((found | MORE) - {"csrf_token"})


NAMES = every_name()
