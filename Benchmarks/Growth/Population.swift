/// People who logged in before a run began, with the events of their last login.
///
/// Each has a number that callers of the driver ask codes for, as long as these spread theirs with `scattered`: of the
/// places 0, 1, 2 … behind a prefix, every second one is a user's and every other one is nobody's yet.
struct Population: Sendable {
    /// How many there shall be.
    var users: Int
    /// How many of them an earlier filling of the same store has left there.
    var known = 0
    /// 1 is the login (`s`), 2 the message too (`cs`).
    var eventsEach = 1
    /// A number's first digits; eight follow. The people are dealt to them in turn.
    var prefixes = [8_170, 8_190]

    /// The most that can be told apart: eight digits, every second number of each prefix.
    static let most = 50_000_000

    /// Stands a place's number far from its neighbours': one after the other, callers would find all they want on the
    /// same few pages of an index. Each of the 10⁸ places has a number of its own, because the factor has no divisor in
    /// common with 10⁸.
    static func scattered(_ place: Int) -> Int { place * factor % places }

    static let factor = 61_803_399
    static let places = 100_000_000

    /// The number of one of the people, E.164 without its plus.
    func number(of user: Int) -> Int {
        prefixes[user % prefixes.count] * Population.places + Population.scattered(2 * (user / prefixes.count))
    }
}

extension Population {
    /// What the engines' programs are told: for each slice of people, and what goes around it.
    struct Slice: Sendable {
        let first: Int
        /// One after the last.
        let end: Int
        /// Times a place in the order of logins, it is a place in the order of sign-ups: the two have nothing to do
        /// with each other.
        let stride: Int
        /// The way back.
        let inverse: Int

        init(_ range: Range<Int>) {
            (first, end) = (range.lowerBound, range.upperBound)
            let count = range.count
            let golden = max(1, count * 618 / 1_000)
            stride = (golden...).first { Slice.bezout($0, count).divisor == 1 } ?? 1
            let inverse = Slice.bezout(stride, count).factor % count
            self.inverse = inverse < 0 ? inverse + count : inverse
        }

        /// Euclid's: the greatest common divisor, and how often the first number is in it, modulo the other.
        private static func bezout(_ one: Int, _ other: Int) -> (divisor: Int, factor: Int) {
            var (rest, next) = (one, other)
            var (factor, nextFactor) = (1, 0)
            while next != 0 {
                let times = rest / next
                (rest, next) = (next, rest - times * next)
                (factor, nextFactor) = (nextFactor, factor - times * nextFactor)
            }
            return (rest, factor)
        }
    }

    /// So many people at a time: few enough that one sees how far it is.
    static let sliceSize = 250_000

    /// The people that are still missing, in slices.
    func slices(of range: Range<Int>) -> [Slice] {
        stride(from: range.lowerBound, to: range.upperBound, by: Population.sliceSize).map { first in
            Slice(first..<min(first + Population.sliceSize, range.upperBound))
        }
    }
}
