"""Names that nobody can guess: receipts, what the public sees of them, and the signed age of a form."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from typing import Final, Literal

import msgspec

KEY: Final = re.compile(r"[A-Za-z0-9_-]{16,64}", re.ASCII)
"""An idempotency key, one for each filled-in form."""
RECEIPT: Final = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)
LONGEST_AGE: Final = 86_400
"""Seconds for which a form's age counts; an older page shows its answers once more."""
YOUNGEST: Final[dict[str, float]] = {"f": 2.0, "c": 0.5}
"""Seconds that a person needs at least: for a form (`f`), and to press the button of the check page (`c`)."""

_KINDS: Final = ("f", "c")


class Age(msgspec.Struct, frozen=True):
    """What a signed token says: how many seconds ago it was given, on which page, and its own key."""

    seconds: float
    kind: str
    key: str

    @property
    def hasty(self) -> bool:
        """Whether no person is that quick."""
        return self.seconds < YOUNGEST[self.kind]


class Keys:
    """Everything that is derived from the one secret of a relay, each for its own purpose."""

    def __init__(self, secret: bytes) -> None:
        if len(secret) < 32:
            raise ValueError("the secret of a relay has at least 32 bytes")
        self._secret = secret

    def derived(self, purpose: str) -> bytes:
        """A key for one purpose alone."""
        return hmac.digest(self._secret, purpose.encode(), hashlib.sha256)

    def token(self, now: float, kind: Literal["f", "c"]) -> tuple[str, str]:
        """A signed form age, and the idempotency key in it."""
        key = secrets.token_urlsafe(16)
        said = f"{kind}.{int(now * 1000):x}.{key}"
        return f"{said}.{self._sign(said)}", key

    def age(self, token: str, now: float) -> Age | None:
        """The age that a token proves; `None` for one that is blank, forged, too old or from the future."""
        said, _, signature = token.rpartition(".")
        parts = said.split(".")
        if len(token) > 120 or not token.isascii() or len(parts) != 3 or parts[0] not in _KINDS:
            return None
        if not hmac.compare_digest(self._sign(said), signature):
            return None
        age = now - int(parts[1], 16) / 1000
        return Age(age, parts[0], parts[2]) if -5 <= age <= LONGEST_AGE else None

    def receipt(self, key: str) -> str:
        """The private name of the submission with that key: the same key, the same receipt; 132 bits."""
        made = hmac.digest(self.derived("receipt"), key.encode(), hashlib.sha256)
        return _text(made)[:22]

    def _sign(self, said: str) -> str:
        return _text(hmac.digest(self.derived("form age"), said.encode(), hashlib.sha256))[:27]


def ident_of(receipt: str) -> str:
    """What the spool and the public know of a receipt: its hash, which names branch and marker."""
    return hashlib.sha256(b"bluepages proposal " + receipt.encode()).hexdigest()[:20]


def digest(data: bytes) -> str:
    """A hash to compare with."""
    return hashlib.sha256(data).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two secrets are equal, in a time that does not tell how much of them is; two blank ones are not."""
    return bool(one) and hmac.compare_digest(hashlib.sha256(one.encode()).digest(),
                                             hashlib.sha256(other.encode()).digest())  # fmt: skip


def seal(text: str, public_key: str) -> bytes:
    """A text that only the stewards' private key opens."""
    from nacl.public import PublicKey, SealedBox

    return SealedBox(PublicKey(base64.b64decode(public_key))).encrypt(text.encode())


def unseal(sealed: bytes, private_key: str) -> str | None:
    """The text again; `None` with the wrong key."""
    from nacl.exceptions import CryptoError
    from nacl.public import PrivateKey, SealedBox

    try:
        return SealedBox(PrivateKey(base64.b64decode(private_key))).decrypt(sealed).decode()
    except (CryptoError, ValueError, binascii.Error):
        return None


def new_pair() -> tuple[str, str]:
    """A public key for `directory.yaml` and the private one, which stays with the stewards."""
    from nacl.public import PrivateKey

    private = PrivateKey.generate()
    return base64.b64encode(bytes(private.public_key)).decode(), base64.b64encode(bytes(private)).decode()


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
