"""The gateway's side of `gateway_authentication`: an HS256 JSON Web Token, checked by hand."""

import base64
import hashlib
import hmac
import json
import time


def decode(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def problem_of(header: str | None, secret: str, audience: str, subject: str) -> str | None:
    """What is wrong with an `Authorization` header; None when a gateway should believe it."""
    scheme, _, token = (header or "").partition(" ")
    if scheme != "Bearer" or token.count(".") != 2:
        return "no bearer token"
    head, payload, signature = token.split(".")
    if json.loads(decode(head)).get("alg") != "HS256":
        return "not HS256"
    wanted = hmac.new(secret.encode(), f"{head}.{payload}".encode(), hashlib.sha256).digest()
    if not hmac.compare_digest(wanted, decode(signature)):
        return "wrong signature"
    claims = json.loads(decode(payload))
    audiences = claims.get("aud")
    if audience not in (audiences if isinstance(audiences, list) else [audiences]):
        return "wrong audience"
    if claims.get("sub") != subject:
        return "wrong subject"
    if not claims["iat"] - 60 <= time.time() <= claims["exp"]:
        return "expired"
    return None
