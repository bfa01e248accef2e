import Synchronization

/// The numbers for which the gateway misbehaves, at most 1,000.
final class MisbehavingNumbers: Sendable {
    /// How many numbers may misbehave at once.
    static let limit = 1_000

    private let table = Mutex<[String: Misbehaviour]>([:])
    private let feed: LiveFeed

    init(feed: LiveFeed) {
        self.feed = feed
    }

    /// How this number misbehaves, if it does.
    subscript(number: String) -> Misbehaviour? {
        table.withLock { $0[number] }
    }

    /// All of them, in the order of their digits.
    var all: [(number: String, behaviour: Misbehaviour)] {
        table.withLock { $0.map { (number: $0.key, behaviour: $0.value) } }.sorted { $0.number < $1.number }
    }

    /// Makes a number misbehave; false when there are ``limit`` others already.
    func set(_ behaviour: Misbehaviour, for number: String) -> Bool {
        let fits = table.withLock { table in
            guard table[number] != nil || table.count < Self.limit else { return false }
            table[number] = behaviour
            return true
        }
        if fits { feed.publish(.numbers) }
        return fits
    }

    /// Makes a number behave again, whether or not it misbehaved.
    func clear(_ number: String) {
        table.withLock { _ = $0.removeValue(forKey: number) }
        feed.publish(.numbers)
    }
}
