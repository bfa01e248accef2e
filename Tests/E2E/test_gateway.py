"""What callers hear of a gateway that fails, and what a gateway hears of callers."""

import time

import pytest

from harness.gateway import Gateway
from harness.ports import free_port
from harness.tenant import new_number

ACCEPTED = 200
FAILED = "sms_provider_error"


def start_with(tenant, **behaviour):
    """Asks for a code for a number whose messages the gateway treats like this."""
    number = new_number()
    tenant.gateway.behave(number, **behaviour)
    return tenant.start(number)


class TestAGatewayReceives:
    def test_the_message_with_its_sender(self, tenant):
        number = new_number()
        tenant.start(number)
        (message,) = tenant.gateway.wait_for(number)
        assert message.body == f"Your verification code is: {message.code}"
        assert message.sender == "+1 234 567"

    def test_a_token_that_the_secret_verifies(self, tenant):
        number = new_number()
        assert tenant.start(number).status == ACCEPTED
        assert tenant.gateway.newest(number).problem is None

    def test_the_address_and_user_agent_of_the_caller(self, tenant):
        number = new_number()
        body = {"client_id": tenant.client_id, "connection": "sms", "phone_number": number}
        tenant.server.call("POST", "/passwordless/start", body, headers={"user-agent": "End to end/1"})
        assert tenant.gateway.newest(number).req == {"ip": "127.0.0.1", "user-agent": "End to end/1"}

    def test_one_message_for_each_start(self, tenant):
        number = new_number()
        tenant.start(number)
        tenant.start(number)
        assert len(tenant.gateway.messages(number)) == 2


class TestACallerIsTold:
    @pytest.mark.parametrize("status", [201, 202, 204, 400, 403, 404, 429, 500, 503])
    def test_any_status_but_200_as_it_came(self, tenant, status):
        answer = start_with(tenant, status=status)
        assert answer.status == 400
        assert answer.json == {
            "error": FAILED,
            "error_description": f"Unexpected response while calling the SMS gateway: {status}",
        }

    def test_that_the_gateway_refused_the_token(self, tenant):
        answer = start_with(tenant, status=401)
        assert answer.status == 400
        assert answer.json == {
            "error": FAILED,
            "error_description": "Authentication failed while calling the SMS gateway: 401",
        }

    def test_that_the_gateway_did_not_answer_in_time(self, tenant):
        answer = start_with(tenant, delay=8)
        assert answer.status == 400
        assert answer.json["error"] == FAILED
        assert answer.json["error_description"].startswith("Timeout while calling the SMS gateway: ")

    def test_that_nobody_listens_there(self, new_tenant):
        tenant = new_tenant()
        tenant.point_at(f"http://127.0.0.1:{free_port()}/sms")
        answer = tenant.start(new_number())
        assert (answer.status, answer.json["error"]) == (400, FAILED)

    def test_nothing_of_a_network_that_the_operator_did_not_open(self, new_tenant):
        tenant = new_tenant({"EGRESS_ALLOW": None})
        number = new_number()
        answer = tenant.start(number)
        assert (answer.status, answer.json["error"]) == (400, FAILED)
        assert tenant.gateway.messages(number) == []


class TestTheDeadline:
    """One second in these tests, from the lookup to the head of the answer."""

    def test_holds_for_a_gateway_that_is_silent(self, tenant):
        begin = time.monotonic()
        start_with(tenant, delay=8)
        assert 0.9 < time.monotonic() - begin < 4

    def test_holds_for_a_gateway_that_drips_its_head(self, tenant):
        begin = time.monotonic()
        answer = start_with(tenant, drips_head=True)
        assert time.monotonic() - begin < 4
        assert answer.json["error_description"].startswith("Timeout while calling the SMS gateway: ")

    def test_ends_with_the_head_so_a_body_without_end_does_no_harm(self, tenant):
        begin = time.monotonic()
        assert start_with(tenant, endless_body=True).status == ACCEPTED
        assert time.monotonic() - begin < 4


class TestARedirect:
    def test_is_a_failure(self, tenant):
        answer = start_with(tenant, status=307, headers={"location": tenant.gateway.url})
        assert answer.json["error_description"] == "Unexpected response while calling the SMS gateway: 307"

    def test_is_not_followed(self, tenant):
        elsewhere = Gateway()
        number = new_number()
        tenant.gateway.behave(number, status=302, headers={"location": elsewhere.url})
        tenant.start(number)
        assert elsewhere.messages("GET /sms") == []
        assert elsewhere.messages(number) == []
        elsewhere.close()


class TestACode:
    def test_that_the_gateway_refused_cannot_be_used(self, tenant):
        number = new_number()
        tenant.gateway.behave(number, status=500)
        tenant.start(number)
        code = tenant.gateway.newest(number).code
        assert tenant.exchange(number, code).status == 403

    def test_whose_message_may_have_arrived_can_be_used(self, tenant):
        number = new_number()
        tenant.gateway.behave(number, delay=3)
        assert tenant.start(number).status == 400
        code = tenant.gateway.newest(number).code
        assert tenant.exchange(number, code).status == 200
