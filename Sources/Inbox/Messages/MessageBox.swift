import Foundation
import GatewayKit
import Synchronization

/// The messages received so far, in memory: the newest 1,000.
final class MessageBox: Sendable {
    /// How many messages are kept.
    static let limit = 1_000

    private struct State {
        var lastID = 0
        /// Oldest first.
        var messages: [InboxMessage] = []
    }

    private let state = Mutex(State())
    private let feed: LiveFeed

    init(feed: LiveFeed) {
        self.feed = feed
    }

    /// Which messages a reader wants: all, those to one number, those after one he has seen.
    struct Filter: Sendable, Equatable {
        var recipient: String?
        var after: Int?

        func matches(_ message: InboxMessage) -> Bool {
            if let recipient, message.arrival.message?.recipient != recipient { return false }
            if let after, message.id <= after { return false }
            return true
        }
    }

    /// Keeps a message, forgets the oldest beyond the limit and tells the watchers.
    func add(_ arrival: InboxMessage.Arrival) {
        let message = state.withLock { state in
            let earlier = state.messages.filter {
                $0.arrival.messageID != nil && $0.arrival.messageID == arrival.messageID
            }
            state.lastID += 1
            let message = InboxMessage(id: state.lastID, arrival: arrival, attempt: earlier.count + 1)
            state.messages.append(message)
            state.messages.removeFirst(max(0, state.messages.count - Self.limit))
            return message
        }
        feed.publish(.message(message))
    }

    /// The messages that match, newest first.
    func list(_ filter: Filter) -> [InboxMessage] {
        state.withLock { $0.messages.reversed().filter(filter.matches) }
    }

    /// Throws all messages away. Ids go on counting.
    func clear() {
        state.withLock { $0.messages.removeAll() }
        feed.publish(.cleared)
    }
}
