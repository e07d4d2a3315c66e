"""Proof of work (ALTCHA, from this very host): asked for only under load or suspicion, and good for one use."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime
from typing import Any, Final

import orjson

COST: Final = 5000
LIFE: Final = 1200
"""Seconds in which a challenge must be solved and sent."""
_ALGORITHM: Final = "PBKDF2/SHA-256"
_LONGEST: Final = 4000


class Proofs:
    """Challenges signed with a key of our own."""

    def __init__(self, key: bytes, cost: int = COST) -> None:
        self._key, self.cost = key, cost

    def challenge(self, now: float) -> dict[str, Any]:
        """A new one, as the widget takes it."""
        import altcha

        made = altcha.create_challenge(
            _ALGORITHM, self.cost, expires_at=datetime.fromtimestamp(now + LIFE, UTC), hmac_secret=self._key
        )
        found: dict[str, Any] = made.to_dict()
        return found

    def check(self, payload: str) -> str:
        """What names a solved challenge, so that it is not taken twice; `""` for one that is not solved or is over."""
        import altcha

        name = _name(payload)
        if not name:
            return ""
        return name if altcha.verify_solution(payload, self._key).verified else ""


def _name(payload: str) -> str:
    """The signature of the challenge in a payload that has the shape of one."""
    if not payload or len(payload) > _LONGEST or not payload.isascii():
        return ""
    try:
        data = orjson.loads(base64.b64decode(payload, validate=True))
        challenge, solution = data["challenge"], data["solution"]
        signature, parameters = challenge["signature"], challenge["parameters"]
    except (binascii.Error, ValueError, KeyError, TypeError):
        return ""
    sound = isinstance(parameters, dict) and isinstance(solution, dict) and parameters.get("algorithm") == _ALGORITHM
    return signature if sound and isinstance(signature, str) and 32 <= len(signature) <= 128 else ""
