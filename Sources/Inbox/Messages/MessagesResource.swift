import Foundation
import HTTPTypes
import Hummingbird
import ServiceLifecycle

/// `/api/messages`: what arrived, for scripts and for the page.
struct MessagesResource: Sendable {
    /// The longest a request may wait for a message, in milliseconds.
    static let longestWait = 30_000

    let box: MessageBox
    let feed: LiveFeed

    /// `GET`: a JSON array, newest first. `recipient` and `after` (an id) narrow it down. With `wait_ms`, an answer that
    /// would be empty waits for the first message that matches, and is still empty when the time is over.
    @Sendable func list(_ request: Request, context: InboxContext) async throws -> Response {
        let query = request.uri.queryParameters
        let known: Set<Substring> = ["recipient", "after", "wait_ms"]
        if let unknown = query.first(where: { !known.contains($0.key) }) {
            throw InboxError.badRequest("Unknown parameter \"\(unknown.key)\"; known are recipient, after and wait_ms.")
        }
        let filter = MessageBox.Filter(
            recipient: query["recipient"].map { Self.number(String($0)) },
            after: try Self.integer(query["after"], named: "after", in: 0...Int.max))
        let wait = try Self.integer(query["wait_ms"], named: "wait_ms", in: 0...Self.longestWait) ?? 0
        return try JSONAnswer.response(
            wait == 0 ? box.list(filter) : try await waitForMessage(filter, milliseconds: wait))
    }

    /// `DELETE`: forgets all messages. 204.
    @Sendable func clear(_ request: Request, context: InboxContext) async throws -> Response {
        box.clear()
        return Response(status: .noContent)
    }

    private func waitForMessage(_ filter: MessageBox.Filter, milliseconds: Int) async throws -> [InboxMessage] {
        // Watch first, look second: a message between the two is seen.
        guard let subscription = feed.watch() else {
            throw InboxError(
                status: .serviceUnavailable, code: "too_many_watchers",
                message: "\(LiveFeed.limit) requests are waiting already.", headers: [.retryAfter: "1"])
        }
        defer { subscription.end() }
        let present = box.list(filter)
        guard present.isEmpty else { return present }
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await event in subscription.events.cancelOnGracefulShutdown() {
                    if case .message(let message) = event, filter.matches(message) { return }
                }
            }
            group.addTask { try? await Task.sleep(for: .milliseconds(milliseconds)) }
            await group.next()
            group.cancelAll()
        }
        return box.list(filter)
    }

    /// A number from a query. A bare `+` is meant as itself, though some programs make a space of it.
    private static func number(_ text: String) -> String {
        text.hasPrefix(" ") ? "+" + text.dropFirst() : text
    }

    private static func integer(_ text: Substring?, named name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let text else { return nil }
        guard let value = Int(text), range.contains(value) else {
            let limit = range.upperBound == .max ? "0 or more" : "\(range.lowerBound) to \(range.upperBound)"
            throw InboxError.badRequest("\(name) must be a whole number, \(limit).")
        }
        return value
    }
}
