"""An authenticator app: it makes codes, and never one that was used already."""

import time

from playwright.sync_api import APIRequestContext
from pyotp import TOTP

STEP = 30  # seconds
DRIFT = 1  # steps that a clock may be off


class Authenticator:
    def __init__(self, secret: str) -> None:
        self._otp = TOTP(secret)
        self._last = 0

    def code(self) -> str:
        """A code that counts now; where three were used within half a minute it waits for one."""
        while (step := max(int(time.time()) // STEP - DRIFT, self._last + 1)) > (
            int(time.time()) // STEP + DRIFT
        ):
            time.sleep(1)
        self._last = step
        return self._otp.generate_otp(step)


def turn_on(
    request: APIRequestContext, email: str, password: str
) -> tuple[Authenticator, list[str]]:
    """Give an account a second factor; answers what makes its codes, and those for emergencies."""
    body = {"email": email, "password": password}
    token = request.post("/api/v1/auth/login", data=body).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    request.post("/api/v1/auth/step-up", headers=headers, data={"password": password})
    begun = request.post("/api/v1/users/me/mfa", headers=headers).json()
    app = Authenticator(begun["secret"])
    answer = request.post(
        "/api/v1/users/me/mfa/confirm", headers=headers, data={"code": app.code()}
    )
    codes: list[str] = answer.json()["recovery_codes"]
    return app, codes
