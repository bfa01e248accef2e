"""Many calls in the same moment decide as if they had come one after the other."""

import threading

import pytest

from harness.database import rows
from harness.tenant import new_number, wrong
from harness.together import all_at_once


def statuses(answers) -> dict:
    counted: dict = {}
    for answer in answers:
        counted[answer.status] = counted.get(answer.status, 0) + 1
    return counted


def failures(tenant, number: str) -> int:
    """How many wrong tries are counted against a number."""
    found = rows(tenant.server.database, "SELECT failures FROM numbers WHERE phone = ?", number)
    return found[0][0] if found else 0


def test_of_100_exchanges_of_one_right_code_exactly_one_succeeds(tenant):
    number = new_number()
    code = tenant.code_for(number)
    answers = all_at_once(tenant.server, 100, lambda caller, _: tenant.exchange(number, code, caller))
    assert statuses(answers) == {200: 1, 403: 99}


def test_of_100_first_logins_of_one_number_only_one_user_is_made(tenant):
    number = new_number()
    code = tenant.code_for(number)
    all_at_once(tenant.server, 100, lambda caller, _: tenant.exchange(number, code, caller))
    assert len(rows(tenant.server.database, "SELECT user_id FROM users WHERE phone = ?", number)) == 1


class TestOf100WrongCodes:
    def test_none_succeeds_and_the_right_one_is_refused_afterwards(self, tenant):
        number = new_number()
        code = tenant.code_for(number)
        answers = all_at_once(tenant.server, 100, lambda caller, _: tenant.exchange(number, wrong(code), caller))
        assert statuses(answers) == {403: 100}
        assert tenant.exchange(number, code).status == 403

    def test_three_are_counted(self, tenant):
        number = new_number()
        code = tenant.code_for(number)
        all_at_once(tenant.server, 100, lambda caller, _: tenant.exchange(number, wrong(code), caller))
        assert failures(tenant, number) == 3

    def test_no_more_than_three_are_looked_at_when_the_right_one_is_among_them(self, tenant):
        number = new_number()
        code = tenant.code_for(number)
        codes = [wrong(code)] * 50 + [code] + [wrong(code)] * 49
        answers = all_at_once(tenant.server, 100, lambda caller, index: tenant.exchange(number, codes[index], caller))
        succeeded = statuses(answers).get(200, 0)
        counted = failures(tenant, number)  # a success sets them back to none
        assert (succeeded, counted) in [(1, 0), (0, 3)]


@pytest.mark.parametrize("attempt", range(5))
def test_of_two_starts_at_once_only_one_code_works(tenant, attempt):
    number = new_number()
    answers = all_at_once(tenant.server, 2, lambda caller, _: tenant.start(number, caller))
    assert statuses(answers) == {200: 2}
    codes = [message.code for message in tenant.gateway.wait_for(number, 2)]
    assert sorted(tenant.exchange(number, code).status for code in codes) == [200, 403]


def test_100_starts_and_logins_of_different_numbers_all_succeed(tenant):
    numbers = [new_number() for _ in range(100)]
    answers = all_at_once(tenant.server, 100, lambda caller, index: tenant.start(numbers[index], caller))
    assert statuses(answers) == {200: 100}
    codes = [tenant.gateway.newest(number).code for number in numbers]
    answers = all_at_once(
        tenant.server, 100, lambda caller, index: tenant.exchange(numbers[index], codes[index], caller, "openid")
    )
    assert statuses(answers) == {200: 100}


def test_a_start_that_waits_for_its_gateway_holds_up_nobody(tenant):
    slow, quick = new_number(), new_number()
    tenant.gateway.behave(slow, delay=0.9)
    answers = []
    waiting = threading.Thread(target=lambda: answers.append(tenant.start(slow)))
    waiting.start()
    tenant.gateway.wait_for(slow)
    code = tenant.code_for(quick)
    assert tenant.exchange(quick, code).status == 200
    assert answers == []  # still waiting
    waiting.join(10)
