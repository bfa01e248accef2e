"""Three nodes behind a balancer, a primary and a standby: what a caller was told holds, whatever falls."""

import os
from pathlib import Path

import pytest

from harness.certificates import Authority
from harness.server import servers_in
from trial import haproxy, summary
from trial.run import Extent, prepared

# Without CODES it is a run of half a minute, for CI.
EXTENT = Extent(
    codes=int(os.environ["CODES"]) if os.environ.get("CODES") else None,
    seconds=30,
    kill_every=10 if os.environ.get("CODES") else 5,
    flushes=bool(os.environ.get("CODES")),
)
RESULTS = Path(__file__).parents[2] / ".build/cluster"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The one run that all tests here look at, when it is over."""
    folder = tmp_path_factory.mktemp("cluster")
    with servers_in(folder) as new_server, prepared(EXTENT, new_server, folder) as run:
        run.carry_out()
        print("\n" + summary.write(run, RESULTS))
        yield run


class TestACode:
    def test_is_never_lost_doubled_or_used_twice(self, run):
        assert run.ledger.wrong == []

    def test_comes_to_its_end(self, run):
        assert run.totals["codes unresolved"] == 0

    def test_is_used_as_often_as_callers_were_told_or_may_have_been(self, run):
        assert run.ledger.logged_in <= run.totals["logins"] <= run.ledger.logged_in + sum(map(bool, run.ledger.unknown))

    def test_stays_open_only_where_nobody_heard_of_it(self, run):
        assert run.codes_left <= run.ledger.unheard

    def test_was_handed_out_as_often_as_asked(self, run):
        assert run.ledger.handed_out >= (EXTENT.codes or 500)


class TestAKilledNode:
    def test_costs_no_more_than_its_calls_in_flight(self, run):
        assert len(run.nodes.kills) >= 2
        costs = [(summary.cost_of(kill, run.load.troubles), kill.in_flight) for kill in run.nodes.kills]
        assert [pair for pair in costs if pair[0] > pair[1]] == []

    def test_is_the_only_thing_that_breaks_calls_off(self, run):
        """Nodes that are restarted in order are not."""
        assert run.nodes.restarts >= 2
        broken = [trouble for trouble in run.load.troubles if summary.is_broken_off(trouble)]
        kills = [kill.at for kill in run.nodes.kills]
        assert [one for one in broken if not any(0 <= one.at - at < summary.SOON for at in kills)] == []

    def test_starts_again_unless_there_is_no_database_just_then(self, run):
        falls = [switch.at for switch in run.databases.switches]
        assert [end for end in run.nodes.ended_by_themselves if not any(0 <= end - at < 10 for at in falls)] == []


class TestASwitchOver:
    def test_was_made_by_a_kill_and_by_a_stop(self, run):
        assert [switch.how for switch in run.databases.switches] == ["primary killed", "primary stopped"]

    def test_costs_errors_for_less_than_ten_seconds(self, run):
        refused = [trouble for trouble in run.load.troubles if trouble.status == 503]
        moments = [switch.at for switch in run.databases.switches]
        assert [one for one in refused if not any(0 <= one.at - at < 10 for at in moments)] == []

    def test_is_answered_for_with_when_to_come_back(self, run):
        assert [one for one in run.load.troubles if one.status == 503 and not one.says_when] == []

    def test_leaves_nobody_without_a_login_for_ten_seconds(self, run):
        assert run.load.times.longest_silence < 10


def test_haproxy_takes_the_documented_configuration_without_a_warning(tmp_path):
    certificate, key = tmp_path / "login.pem", tmp_path / "login.key"
    Authority(tmp_path).issue(certificate, key)
    certificate.write_text(certificate.read_text() + key.read_text())
    configuration = tmp_path / "haproxy.cfg"
    documented = haproxy.DOCUMENTED.read_text()
    assert "/etc/haproxy/login.pem" in documented
    configuration.write_text(haproxy.above(tmp_path) + documented.replace("/etc/haproxy/login.pem", str(certificate)))
    assert haproxy.check(configuration) == ""
