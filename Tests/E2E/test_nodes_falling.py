"""Nodes and databases that fall under load: what a caller was told still holds."""

import random
import time
from itertools import pairwise

import pytest

from harness.cluster import Cluster
from harness.gateway import Gateway
from harness.ledger import Ledger
from harness.postgresql import PostgreSQL
from harness.server import NO_LIMITS
from harness.tenant import new_number


class TestAKilledNode:
    @pytest.fixture
    def tenant(self, postgresql, new_server, gateway):
        """Three nodes that can be killed."""
        name = f"killed_{time.monotonic_ns()}"
        tenant = Cluster(new_server, postgresql.new_database(name), settings=NO_LIMITS).tenant(gateway)
        tenant.database = name
        return tenant

    @pytest.fixture
    def nodes(self, tenant):
        return tenant.server.nodes

    def test_leaves_its_codes_good_on_the_others(self, tenant, nodes):
        numbers = [new_number() for _ in range(20)]
        for number in numbers:
            assert tenant.start(number, nodes[0]).status == 200
        nodes[0].kill()
        codes = [tenant.gateway.newest(number).code for number in numbers]
        assert {tenant.exchange(*pair, nodes[1]).status for pair in zip(numbers, codes)} == {200}

    def test_costs_its_own_calls_in_flight_alone(self, tenant, nodes):
        ledger = Ledger(tenant, nodes, threads=9)
        time.sleep(0.7)
        nodes[2].kill()
        time.sleep(0.7)
        ledger.finish()
        assert [trouble for trouble in ledger.troubles if trouble.node is not nodes[2]] == []
        assert all(trouble.status is None for trouble in ledger.troubles)
        assert ledger.doubled == []

    def test_and_another_one_again_and_again_lose_and_double_no_code(self, tenant, nodes, postgresql):
        ledger, chance, kills = Ledger(tenant, nodes, wanted=400, threads=9), random.Random(400), 0
        while not ledger.is_full:
            time.sleep(chance.uniform(0.1, 0.5))
            node = chance.choice(nodes)
            node.kill()
            kills += 1
            node.start()
        ledger.finish()
        print(f"\n{len(ledger.entries)} codes, {kills} kills, {len(ledger.troubles)} calls without an answer")
        assert kills > 1
        assert ledger.doubled == []
        assert ledger.lost(postgresql.logins(tenant.database)) == []
        assert [trouble for trouble in ledger.troubles if trouble.status is not None] == []


@pytest.fixture(scope="module")
def after(servers):
    """A load of two nodes over the fall of the primary: the book, the moment of the fall, the new primary's logins."""
    gateway = Gateway()
    with PostgreSQL() as primary, primary.start().standby() as standby:
        primary.new_database("kept")
        both = f"postgresql://watchword@127.0.0.1:{primary.port},127.0.0.1:{standby.port}/kept"
        tenant = Cluster(servers, both, count=2, settings=NO_LIMITS).tenant(gateway)
        ledger = Ledger(tenant, tenant.server.nodes, threads=6)
        time.sleep(1)
        primary.kill()
        fall = time.monotonic()
        standby.promote()
        time.sleep(4)
        ledger.finish()
        yield ledger, fall, standby.logins("kept")
    gateway.close()


class TestAStandbyThatTakesOver:
    def test_costs_errors_for_less_than_ten_seconds(self, after):
        ledger, fall, _ = after
        last = max((trouble.at - fall for trouble in ledger.troubles), default=0)
        silence = max(later - earlier for earlier, later in pairwise(sorted(ledger.successes)))
        print(f"\n{len(ledger.troubles)} errors until {last:.2f} s after the fall, {silence:.2f} s without a login")
        assert max(last, silence) < 10

    def test_is_answered_for_with_503_and_when_to_come_back(self, after):
        ledger, _, _ = after
        assert [trouble for trouble in ledger.troubles if trouble.status != 503 or not trouble.retry_after] == []

    def test_has_every_login_that_was_acknowledged(self, after):
        ledger, _, found = after
        accepted = {entry.number for entry in ledger.entries if entry.accepted}
        assert len(accepted) > 20
        assert accepted <= set(found)

    def test_loses_and_doubles_no_code(self, after):
        ledger, _, found = after
        assert ledger.doubled == []
        assert ledger.lost(found) == []
