"""The books notice what they are kept for."""

import pytest

from trial.ledger import FIRST_NUMBER, REPEATS_AFTER, Ledger


@pytest.fixture
def ledger():
    return Ledger()


def code_for(ledger: Ledger) -> int:
    """An entry whose code was sent and promised."""
    entry = ledger.open()
    ledger.received(ledger.number(entry), 123_456)
    ledger.promised(entry)
    return entry


def login(ledger: Ledger) -> int:
    entry = code_for(ledger)
    ledger.used(entry)
    ledger.close(entry)
    return entry


def user(entry: int, logins: int = 1, events: int | None = None, signups: int = 1) -> tuple:
    return FIRST_NUMBER + entry, logins, logins if events is None else events, signups


class TestALedger:
    def test_is_content_with_what_is_right(self, ledger):
        totals = ledger.check([user(login(ledger)), user(login(ledger))])
        assert ledger.wrong == []
        assert list(totals.values()) == [2, 2, 2, 2, 0]

    def test_counts_a_number_that_comes_back_as_one_user(self, ledger):
        entries = [login(ledger) for _ in range(REPEATS_AFTER + 5)]
        (repeat,) = [entry for entry in entries if ledger.is_repeat(entry)]
        place = repeat - REPEATS_AFTER
        assert ledger.number(repeat) == ledger.number(place)
        ledger.check(user(entry, logins=2 if entry == place else 1) for entry in entries if entry != repeat)
        assert ledger.wrong == []

    def test_lets_a_code_that_was_refused_after_an_unknown_exchange_be_used_once(self, ledger):
        entry = code_for(ledger)
        ledger.missed(entry)
        ledger.refused(entry)
        ledger.close(entry)
        ledger.check([user(entry)])
        assert ledger.wrong == []

    def test_calls_a_code_without_a_clear_answer_unresolved(self, ledger):
        ledger.missed(code_for(ledger))
        assert ledger.check([])["codes unresolved"] == 1
        assert ledger.wrong == []


class TestALedgerNoticesThat:
    def test_a_start_was_promised_without_a_message(self, ledger):
        ledger.promised(ledger.open())
        assert len(ledger.wrong) == 1

    def test_a_code_was_sent_twice(self, ledger):
        ledger.received(ledger.number(code_for(ledger)), 654_321)
        assert len(ledger.wrong) == 1

    def test_a_code_was_accepted_twice(self, ledger):
        ledger.used(login(ledger))
        assert len(ledger.wrong) == 1

    def test_a_good_code_was_refused(self, ledger):
        ledger.refused(code_for(ledger))
        assert len(ledger.wrong) == 1

    @pytest.mark.parametrize(
        "found",
        [
            pytest.param([], id="an acknowledged login is lost"),
            pytest.param([user(0, logins=2)], id="a code was used twice"),
            pytest.param([user(0), user(0)], id="a number has two users"),
            pytest.param([user(0, events=0)], id="a login is missing in the log"),
            pytest.param([user(0, signups=2)], id="a user signed up twice"),
            pytest.param([user(0), user(7)], id="a user came from nowhere"),
        ],
    )
    def test_the_database_says_otherwise(self, ledger, found):
        login(ledger)
        ledger.check(found)
        assert len(ledger.wrong) == 1

    def test_a_refused_code_after_an_unknown_exchange_was_never_used(self, ledger):
        entry = code_for(ledger)
        ledger.missed(entry)
        ledger.refused(entry)
        ledger.close(entry)
        ledger.check([])
        assert len(ledger.wrong) == 1
