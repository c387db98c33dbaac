"""The forms in which accounts of others are made and changed."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.validators import Optional

from appliance.core.desk.accounts import Role
from web_config.ground.fields import account_name, at_most, needed
from web_config.kit.access import ROLE_WORDS


def may_give(own: Role, role: Role) -> bool:
    """Tell whether somebody may make accounts of a role: the installer all, others lower ones."""
    return own is Role.INSTALLER or own.rank > role.rank


class AccountForm(FlaskForm):
    """What can be changed of an account."""

    full_name = StringField(_l("Full name"), [needed(), at_most(100)])
    role = SelectField(_l("Role"))
    last_day = DateField(
        _l("Last day"),
        [Optional()],
        description=_l("For temporary staff: from the day after, nobody can log in. May be empty."),
    )
    closed = BooleanField(_l("Closed: nobody can log in with it"))

    def __init__(self, own: Role, *, is_own: bool = False, **values: Any) -> None:
        super().__init__(**values)
        self.role.choices = [
            (role.value, words)
            for role, words in ROLE_WORDS.items()
            if may_give(own, role) or (is_own and role is own)
        ]


class NewAccountForm(AccountForm):
    """The same, and the name, which never changes."""

    name = account_name(
        _l("Name to log in with"),
        _l(
            "Small letters and digits, such as: kari."
            " Of staff and partners, their id in the settings."
        ),
    )
