import Synchronization

/// The numbers of a peer's users, one after the other and again from the first.
final class Phones: Sendable {
    /// The first of them; the peers' own scripts are told it too.
    static let first = 819_000_000_000

    private let count: Int
    private let calls = Atomic<Int>(0)

    init(count: Int) { self.count = count }

    func next() -> Int { Phones.first + calls.add(1, ordering: .relaxed).oldValue % count }
}
