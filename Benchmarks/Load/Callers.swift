import Synchronization

/// Who calls: numbers and addresses spread so widely that no limit is ever reached.
final class Callers: Sendable {
    /// A number that wants a code, and the address from which it is asked for.
    struct Caller {
        let number: Int
        let address: String
        /// E.164
        var phone: String { "+\(number)" }
    }

    /// So many numbers come again and again, as people do who log in daily; each at most so many times, because ten messages
    /// an hour are the limit.
    private let numbers: Int
    private static let turns = 9
    /// 50 starts an hour are an address' limit.
    private static let addresses = 200_000

    private let firstNumber: Int
    private let isScattered: Bool
    private let calls = Atomic<Int>(0)
    private static let allCalls = Atomic<Int>(0)

    /// - Parameters:
    ///   - prefix: a number's first digits, such as 8190; eight follow.
    ///   - first: what those eight are at first.
    ///   - isScattered: whether the numbers are spread as those of a `Population`, every second of which is then somebody's.
    init(prefix: Int, first: Int = 0, numbers: Int, isScattered: Bool = false) {
        firstNumber = prefix * 100_000_000 + first
        self.isScattered = isScattered
        self.numbers = numbers
    }

    func next() -> Caller {
        let call = calls.add(1, ordering: .relaxed).oldValue
        let place = Callers.allCalls.add(1, ordering: .relaxed).oldValue % Callers.addresses + 65_536
        let number = call / (numbers * Callers.turns) * numbers + call % numbers
        return Caller(
            number: firstNumber + (isScattered ? Population.scattered(number) : number),
            address: "10.\(place >> 16).\(place >> 8 & 255).\(place & 255)")
    }
}
