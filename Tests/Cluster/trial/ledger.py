"""What became of each code, a few bytes a code, and whether that agrees with what the database holds."""

from array import array
from collections.abc import Iterable

# The numbers that log in: 14 digits, as E.164 has them at most 15.
FIRST_NUMBER = 15_555_550_000_000

# Every fifth code is for a number that asked for one so many codes before, so that known users log in as well as new ones.
REPEATS_EVERY, REPEATS_AFTER = 5, 1_004


class Ledger:
    """An entry is one wish for a code. What must not be is written to `wrong` in the moment when it is seen."""

    def __init__(self):
        self.codes = array("i")  # -1: no message has come
        self.accepted = bytearray()  # exchanges answered 200
        self.unknown = bytearray()  # exchanges without an answer, or answered 502, 503, 504
        self._promised = bytearray()  # the start was answered 200
        self._closed = bytearray()  # a final answer to an exchange, or nothing more to hope for
        self.handed_out = 0
        self.logged_in = 0
        self.unheard = 0  # starts that nobody knows of, without a message
        self.wrong: list[str] = []

    def __len__(self) -> int:
        return len(self.codes)

    def open(self) -> int:
        self.codes.append(-1)
        for column in (self.accepted, self.unknown, self._promised, self._closed):
            column.append(0)
        return len(self.codes) - 1

    def number(self, entry: int) -> int:
        return FIRST_NUMBER + (self._earlier(entry) if self.is_repeat(entry) else entry)

    def is_repeat(self, entry: int) -> bool:
        return entry % REPEATS_EVERY == REPEATS_EVERY - 1 and entry >= REPEATS_AFTER

    def may_begin(self, entry: int) -> bool:
        """A new code replaces the one before it, which must have come to its end."""
        return not self.is_repeat(entry) or bool(self._closed[self._earlier(entry)])

    def received(self, number: int, code: int) -> None:
        """The gateway got a message: it belongs to the number's latest entry."""
        entry = number - FIRST_NUMBER
        if not 0 <= entry < len(self):
            return self.accuse("a message to a number that asked for none", entry)
        repeat = entry + REPEATS_AFTER
        if repeat < len(self) and self.is_repeat(repeat):
            entry = repeat
        if self.codes[entry] >= 0:
            self.accuse("two messages for one code", entry)
        self.codes[entry] = code

    def promised(self, entry: int) -> None:
        """The start was answered 200."""
        self._promised[entry] = 1
        self.handed_out += 1
        if self.codes[entry] < 0:
            self.accuse("a start was answered 200 and no message came", entry)

    def used(self, entry: int) -> None:
        """An exchange was answered 200."""
        self.accepted[entry] += 1
        if self.accepted[entry] > 1:
            self.accuse("a code was accepted twice", entry)
        else:
            self.logged_in += 1

    def refused(self, entry: int) -> None:
        """An exchange was answered 403: only right for a code that was used, or may have been."""
        if not self.accepted[entry] and not self.unknown[entry]:
            self.accuse("a good code was refused", entry)

    def missed(self, entry: int) -> None:
        """An exchange of which nobody knows whether it was carried out."""
        self.unknown[entry] = min(255, self.unknown[entry] + 1)

    def close(self, entry: int) -> None:
        self._closed[entry] = 1
        self.unheard += self.codes[entry] < 0

    def is_closed(self, entry: int) -> bool:
        return bool(self._closed[entry])

    def accuse(self, what: str, entry: int) -> None:
        if len(self.wrong) < 1_000:
            self.wrong.append(f"{what}: +{self.number(entry)}, entry {entry}")

    def check(self, users: Iterable[tuple[int, int, int, int]]) -> dict[str, int]:
        """Holds the books against the users: number, count of logins, and how many log events of logins and sign-ups.

        A code that was accepted, or whose exchange is unknown and which was refused afterwards, was used exactly once.
        """
        used = bytearray(len(self))
        open_ = bytearray(len(self))
        for entry in range(len(self)):
            place = self._earlier(entry) if self.is_repeat(entry) else entry
            if self.accepted[entry] or (self._closed[entry] and self.unknown[entry]):
                used[place] += 1
            elif self.unknown[entry] or (self._promised[entry] and not self._closed[entry]):
                open_[place] += 1
        seen = bytearray(len(self))
        totals = {"users": 0, "logins": 0, "login events": 0, "sign-up events": 0}
        for number, logins, login_events, signup_events in users:
            for name, count in zip(totals, (1, logins, login_events, signup_events)):
                totals[name] += count
            place = number - FIRST_NUMBER
            if not 0 <= place < len(self):
                self.accuse("a user whom nobody asked for", place)
                continue
            if seen[place]:
                self.accuse("a number has two users", place)
            seen[place] = 1
            if not used[place] <= logins <= used[place] + open_[place]:
                self.accuse(f"logged in {logins} times, by the books {used[place]}", place)
            if login_events != logins:
                self.accuse(f"logged in {logins} times, by the log {login_events}", place)
            if signup_events != 1:
                self.accuse(f"signed up {signup_events} times, by the log", place)
        for place in range(len(self)):
            if used[place] and not seen[place]:
                self.accuse("an acknowledged login has no user", place)
        return totals | {"codes unresolved": sum(open_)}

    @staticmethod
    def _earlier(entry: int) -> int:
        return entry - REPEATS_AFTER
