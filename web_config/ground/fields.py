"""What forms check, in the words of this page: WTForms' own are not there in all languages."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, Form, PasswordField, StringField, ValidationError
from wtforms.validators import InputRequired, Length, Regexp

from web_config.ground import passwords

NAMES = r"^[a-z0-9][a-z0-9._-]*$"
LONG_ENOUGH = _l("At least %(count)s characters; several words are good.", count=passwords.SHORTEST)


def needed() -> InputRequired:
    """The field must be filled in."""
    return InputRequired(_l("This must be filled in."))


def at_most(letters: int) -> Length:
    """The field takes so many letters."""
    return Length(max=letters, message=_l("This is too long."))


class SafePassword:
    """A new password that is long enough and not the account's own name."""

    def __call__(self, form: Form, field: Field) -> None:
        """Raise ValidationError with what is wrong."""
        words: str = field.data or ""
        if len(words) < passwords.SHORTEST:
            raise ValidationError(LONG_ENOUGH)
        name = form.data.get("name") or ""
        if len(set(words)) < 5 or (name and words.casefold().startswith(name.casefold())):
            raise ValidationError(_l("That is too easy to guess."))


class SameAs:
    """The field repeats another one."""

    def __init__(self, other: str) -> None:
        self._other = other

    def __call__(self, form: Form, field: Field) -> None:
        """Raise ValidationError where the two differ."""
        if field.data != form[self._other].data:
            raise ValidationError(_l("The two passwords are not the same."))


def account_name(label: Any, help: Any) -> StringField:
    """A field for the name of an account."""
    return StringField(
        label,
        [needed(), at_most(60), Regexp(NAMES, message=_l("Use small letters and digits only."))],
        description=help,
        render_kw={"autocomplete": "username", "autocapitalize": "none"},
        filters=[lambda name: (name or "").strip().casefold()],
    )


def new_password(label: Any) -> PasswordField:
    """A field for a password that is being chosen."""
    return PasswordField(
        label,
        [needed(), at_most(passwords.LONGEST), SafePassword()],
        description=LONG_ENOUGH,
        render_kw={"autocomplete": "new-password"},
    )


def repeated_password(other: str) -> PasswordField:
    """A field in which a new password is written once more."""
    return PasswordField(
        _l("The new password once more"),
        [needed(), SameAs(other)],
        render_kw={"autocomplete": "new-password"},
    )
