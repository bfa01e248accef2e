import Synchronization

/// Something that happened in the inbox, for those who watch it.
enum LiveEvent: Sendable {
    /// A message arrived, or was refused.
    case message(InboxMessage)
    /// All messages were thrown away.
    case cleared
    /// A number began or ceased to misbehave.
    case numbers
    /// Nothing happened; the line is still open.
    case heartbeat
}

/// Tells every watcher what happens: open pages and requests that wait for a message.
///
/// A watcher who does not keep up is dropped rather than told half the story; a page then connects again and reads
/// the whole list.
final class LiveFeed: Sendable {
    /// The most watchers at once.
    static let limit = 128

    /// How many events a watcher may be behind.
    private static let backlog = 256

    private struct State {
        var lastID = 0
        var watchers: [Int: AsyncStream<LiveEvent>.Continuation] = [:]
    }

    private let state = Mutex(State())

    /// What happens from now on, or `nil` when ``limit`` watchers are there already. A watcher leaves by ending its
    /// iteration or its task.
    func watch() -> Subscription? {
        let (events, continuation) = AsyncStream.makeStream(
            of: LiveEvent.self, bufferingPolicy: .bufferingOldest(Self.backlog))
        let id: Int? = state.withLock { state in
            guard state.watchers.count < Self.limit else { return nil }
            state.lastID += 1
            state.watchers[state.lastID] = continuation
            return state.lastID
        }
        guard let id else { return nil }
        continuation.onTermination = { [weak self] _ in self?.forget(id) }
        return Subscription(events: events, continuation: continuation)
    }

    /// Tells everybody.
    func publish(_ event: LiveEvent) {
        let watchers = state.withLock { Array($0.watchers.values) }
        for watcher in watchers {
            if case .dropped = watcher.yield(event) { watcher.finish() }
        }
    }

    private func forget(_ id: Int) {
        state.withLock { _ = $0.watchers.removeValue(forKey: id) }
    }

    /// One watcher's line.
    struct Subscription: Sendable {
        let events: AsyncStream<LiveEvent>
        fileprivate let continuation: AsyncStream<LiveEvent>.Continuation

        /// Puts a sign of life among the events, unless events are waiting anyway.
        func beat() {
            continuation.yield(.heartbeat)
        }

        /// Leaves the feed.
        func end() {
            continuation.finish()
        }
    }
}
