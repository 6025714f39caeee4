"""Which passwords an account may have."""

from app.core.errors import Invalid
from app.core.weak_passwords import is_weak


class PasswordWeak(Invalid):
    code = "password_weak"
    detail = (
        "This password is one of the first that somebody would try, or says what is known of you;"
        " take a few words that have nothing to do with each other."
    )


def refuse_weak(password: str, *own: str, at: str) -> None:
    """Raise `PasswordWeak`, at a JSON pointer, for a common one or one like the account's `own` data."""
    if is_weak(password, own):
        raise PasswordWeak(at=at)
