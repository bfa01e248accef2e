"""A tenant that is ready for logins: the documented page's steps, made with plain calls."""

import itertools

from . import gateway as gateways
from .calls import Answer, Caller
from .gateway import Gateway
from .program import ADMIN_ID, ADMIN_SECRET
from .server import Server

GRANT = "http://auth0.com/oauth/grant-type/passwordless/otp"

# What makes a client one without a secret.
PUBLIC = {"token_endpoint_auth_method": "none"}

_numbers = itertools.count(15_555_550_000_000)


def new_number() -> str:
    """A telephone number that no other test uses."""
    return f"+{next(_numbers)}"


def gateway_options(url: str, **more) -> dict:
    """The page's options for a gateway."""
    return {
        "strategy": "sms",
        "provider": "sms_gateway",
        "gateway_url": url,
        "from": "+1 234 567",
        "template": "Your verification code is: @@password@@",
        "brute_force_protection": True,
        "forward_req_info": "true",
        "disable_signup": False,
        "name": "sms",
        "syntax": "md_with_macros",
        "totp": {"time_step": 300, "length": 6},
        "gateway_authentication": {
            "method": "bearer",
            "subject": gateways.SUBJECT,
            "audience": gateways.AUDIENCE,
            "secret": gateways.SECRET,
            "secret_base64_encoded": False,
        },
        **more,
    }


def management_token(
    server: Server, client_id: str = ADMIN_ID, secret: str = ADMIN_SECRET, audience: str | None = None
) -> Answer:
    """A client's own token, for the Management API unless another audience is named."""
    return server.call(
        "POST",
        "/oauth/token",
        {
            "grant_type": "client_credentials",
            "client_id": client_id,
            "client_secret": secret,
            "audience": audience or server.issuer + "api/v2/",
        },
    )


class Tenant:
    """A running server whose connection "sms" sends through a gateway, and a public client that may use it."""

    def __init__(self, server: Server, gateway: Gateway):
        self.server = server
        self.gateway = gateway
        answer = management_token(server)
        assert answer.status == 200, answer
        self.token = answer.json["access_token"]
        (connection,) = self.manage("GET", "connections?name=sms").json
        self.connection_id = connection["id"]
        self.point_at(gateway.url)
        self.client_id = self.new_client("End to end", app_type="native", grant_types=[GRANT], **PUBLIC)["client_id"]

    def manage(self, method: str, path: str, body=None) -> Answer:
        """A call to the Management API."""
        return self.server.call(method, "/api/v2/" + path, body, token=self.token)

    def new_client(self, name: str, **properties) -> dict:
        """A client that may use the connection, as the Management API answers it, its secret included."""
        answer = self.manage("POST", "clients", {"name": name, **properties})
        assert answer.status == 201, answer
        enabled = [{"client_id": answer.json["client_id"], "status": True}]
        assert self.manage("PATCH", f"connections/{self.connection_id}/clients", enabled).status == 204
        return answer.json

    def point_at(self, url: str, **options) -> None:
        """Replaces the connection's options."""
        answer = self.manage("PATCH", f"connections/{self.connection_id}", {"options": gateway_options(url, **options)})
        assert answer.status == 200, answer

    def start(self, number: str, caller: Caller | None = None) -> Answer:
        """Asks for a code."""
        body = {"client_id": self.client_id, "connection": "sms", "phone_number": number, "send": "code"}
        return (caller or self.server).call("POST", "/passwordless/start", body)

    def exchange(self, number: str, code: str, caller: Caller | None = None, scope: str = "") -> Answer:
        """Exchanges a code for tokens. Without a scope nothing has to be signed, which is fast."""
        body = {"grant_type": GRANT, "client_id": self.client_id, "username": number, "otp": code, "realm": "sms"}
        if scope:
            body["scope"] = scope
        return (caller or self.server).call("POST", "/oauth/token", body)

    def code_for(self, number: str) -> str:
        """Asks for a code and reads it where the phone would show it."""
        before = len(self.gateway.messages(number))
        answer = self.start(number)
        assert answer.status == 200, answer
        return self.gateway.wait_for(number, before + 1)[-1].code


def wrong(code: str) -> str:
    """A code of the same length that is not this one."""
    return f"{(int(code) + 1) % 10 ** len(code):0{len(code)}d}"
