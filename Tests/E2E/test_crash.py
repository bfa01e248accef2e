"""kill -9 in the middle of load, again and again: what a caller was told still holds."""

import os
import random
import time

import pytest

from harness.database import check_copy, rows
from harness.load import Known, Load
from harness.tenant import Tenant

ROUNDS = int(os.environ.get("CRASH_ROUNDS", "50"))


class Verdict:
    """What turned out otherwise than callers were told, over all rounds."""

    def __init__(self):
        self.unusable: list = []  # codes that were promised and did not work
        self.reusable: list = []  # codes that worked twice
        self.unlocked: list = []  # codes that worked after three wrong tries
        self.damage: list = []
        self.surprises: list = []
        self.logins: set = set()  # numbers that certainly have a user
        self.rounds = 0
        self.numbers = 0

    def judge(self, tenant: Tenant, known: Known) -> None:
        """Tries every code after the restart, on one connection."""
        caller = tenant.server.caller()

        def tries(number: str, code: str) -> int:
            return tenant.exchange(number, code, caller).status

        for number, code in known.used.items():
            self.logins.add(number)
            if tries(number, code) == 200:
                self.reusable.append(number)
        for number, code in known.open.items():
            if tries(number, code) != 200:
                self.unusable.append(number)
            if tries(number, code) == 200:
                self.reusable.append(number)
            self.logins.add(number)
        for number, code in known.locked.items():
            if tries(number, code) == 200:
                self.unlocked.append(number)
        for number, code in known.unknown.items():
            if code is not None and tries(number, code) == 200:
                self.logins.add(number)
                if tries(number, code) == 200:
                    self.reusable.append(number)
        caller.close()
        self.surprises += known.surprises
        self.rounds += 1
        self.numbers += len(known)


@pytest.fixture(scope="module")
def crashed(tenant, tmp_path_factory) -> tuple[Tenant, Verdict]:
    """The tenant after all rounds, and what they showed."""
    server, verdict = tenant.server, Verdict()
    chance = random.Random(ROUNDS)
    scratch = tmp_path_factory.mktemp("copy")
    for _ in range(ROUNDS):
        load = Load(tenant)
        time.sleep(chance.uniform(0.05, 0.4))
        server.kill()
        known = load.end()
        verdict.damage += [line for line in check_copy(server.database, scratch) if line != "ok"]
        server.start()
        verdict.judge(tenant, known)
    print(f"\n{verdict.rounds} kills, {verdict.numbers} numbers")
    return tenant, verdict


# The first test to run carries all rounds.
pytestmark = pytest.mark.timeout(900)


def test_a_kill_loses_no_code_whose_start_was_answered(crashed):
    _, verdict = crashed
    assert verdict.unusable == []


def test_a_kill_lets_no_code_be_used_twice(crashed):
    _, verdict = crashed
    assert verdict.reusable == []


def test_a_kill_forgets_no_wrong_try(crashed):
    _, verdict = crashed
    assert verdict.unlocked == []


def test_a_kill_damages_nothing_in_the_store(crashed):
    _, verdict = crashed
    assert verdict.damage == []


def test_no_answer_before_a_kill_was_one_that_should_not_have_been(crashed):
    _, verdict = crashed
    assert verdict.surprises == []


def test_every_login_has_its_user_after_all_kills_and_none_is_doubled(crashed):
    tenant, verdict = crashed
    found = [phone for (phone,) in rows(tenant.server.database, "SELECT phone FROM users")]
    assert len(found) == len(set(found))
    assert verdict.logins <= set(found)


def test_the_management_api_lists_one_user_for_a_number_that_logged_in(crashed):
    tenant, verdict = crashed
    for number in sorted(verdict.logins)[:: max(1, len(verdict.logins) // 20)]:
        users = tenant.manage("GET", f"users?q=phone_number%3A%22%2B{number[1:]}%22&search_engine=v3").json
        assert [user["phone_number"] for user in users] == [number]


def test_the_load_was_one(crashed):
    _, verdict = crashed
    assert verdict.rounds == ROUNDS
    assert verdict.numbers > 5 * ROUNDS
