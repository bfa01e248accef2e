"""The limits as a caller meets them."""

import time

import pytest

from harness.gateway import Gateway
from harness.server import NO_LIMITS
from harness.tenant import GRANT, Tenant, new_number, wrong


@pytest.fixture(scope="module")
def limited(servers):
    """A tenant with the limit that a server has of itself, and its answers to 51 starts."""
    gateway = Gateway()
    tenant = Tenant(servers(NO_LIMITS | {"STARTS_PER_ADDRESS_PER_HOUR": None}).start(), gateway)
    yield tenant, [tenant.start(new_number()) for _ in range(51)]
    gateway.close()


class TestThe51stStartFromOneAddress:
    def test_is_the_first_that_is_refused(self, limited):
        _, answers = limited
        assert [answer.status for answer in answers] == [200] * 50 + [429]

    def test_is_told_too_many_requests_and_when_to_come_back(self, limited):
        _, answers = limited
        assert answers[-1].json["error"] == "too_many_requests"
        assert 0 < int(answers[-1].headers["retry-after"]) <= 72

    def test_is_told_the_limit_in_headers(self, limited):
        _, answers = limited
        headers = answers[-1].headers
        assert (headers["x-ratelimit-limit"], headers["x-ratelimit-remaining"]) == ("50", "0")
        assert time.time() < int(headers["x-ratelimit-reset"]) <= time.time() + 3_601

    def test_was_announced_by_the_ones_before(self, limited):
        _, answers = limited
        assert [answer.headers["x-ratelimit-remaining"] for answer in answers[:3]] == ["49", "48", "47"]

    def test_is_no_limit_for_a_client_that_proves_itself(self, limited):
        tenant, _ = limited
        client = tenant.new_client("Confidential", app_type="regular_web", grant_types=[GRANT])
        body = {
            "client_id": client["client_id"],
            "client_secret": client["client_secret"],
            "connection": "sms",
            "phone_number": new_number(),
        }
        assert tenant.server.call("POST", "/passwordless/start", body).status == 200

    def test_is_still_refused_after_a_restart(self, limited):
        tenant, _ = limited
        tenant.server.restart()
        assert tenant.start(new_number()).status == 429


class TestThe11thMessageToOneNumber:
    @pytest.fixture
    def answers(self, new_tenant):
        tenant = new_tenant({"SENDS_PER_NUMBER_PER_HOUR": None, "SENDS_PER_NUMBER_PER_DAY": None})
        number = new_number()
        return tenant, number, [tenant.start(number) for _ in range(11)]

    def test_is_not_sent_and_its_caller_told_when_to_come_back(self, answers):
        tenant, number, answers = answers
        assert [answer.status for answer in answers] == [200] * 10 + [429]
        assert answers[-1].json["error"] == "too_many_requests"
        assert 0 < int(answers[-1].headers["retry-after"]) <= 3_600
        assert len(tenant.gateway.messages(number)) == 10


class TestTenWrongCodesInARow:
    @pytest.fixture
    def guessed(self, new_tenant):
        """A tenant, a number with ten wrong tries, and the right code of the last message."""
        tenant = new_tenant()
        number = new_number()
        for tries in (3, 3, 3, 1):
            code = tenant.code_for(number)
            for _ in range(tries):
                assert tenant.exchange(number, wrong(code)).status == 403
        return tenant, number, code

    def test_make_even_the_right_one_wait(self, guessed):
        tenant, number, code = guessed
        answer = tenant.exchange(number, code)
        assert (answer.status, answer.json["error"]) == (429, "too_many_attempts")
        assert 0 < int(answer.headers["retry-after"]) <= 30

    def test_make_it_wait_after_a_restart_too(self, guessed):
        tenant, number, code = guessed
        tenant.server.restart()
        answer = tenant.exchange(number, code)
        assert (answer.status, answer.json["error"]) == (429, "too_many_attempts")

    def test_do_not_make_another_number_wait(self, guessed):
        tenant, _, _ = guessed
        other = new_number()
        assert tenant.exchange(other, tenant.code_for(other)).status == 200


def test_the_fourth_try_on_a_code_is_refused_even_if_right(tenant):
    number = new_number()
    code = tenant.code_for(number)
    for _ in range(3):
        tenant.exchange(number, wrong(code))
    answer = tenant.exchange(number, code)
    assert (answer.status, answer.json["error"]) == (403, "invalid_grant")


def test_the_token_endpoint_slows_an_address_down_where_the_operator_asks_for_it(new_tenant):
    tenant = new_tenant({"TOKEN_RATE_PER_SECOND": 3})
    answers = [tenant.exchange(new_number(), "000000") for _ in range(12)]
    refused = [answer for answer in answers if answer.status == 429]
    assert refused and "retry-after" in refused[0].headers
