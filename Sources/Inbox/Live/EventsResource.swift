import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// `GET /api/events`: what happens in the inbox, as Server-Sent Events (HTML Living Standard, section 9.2).
///
/// Events: `hello` (`{"checks_tokens": true}`) once; `message` with the JSON of `/api/messages`; `cleared`; `numbers`.
/// Nothing is repeated after a lost connection: read the lists again on every `hello`.
struct EventsResource: Sendable {
    let feed: LiveFeed
    let heartbeat: Duration
    let checksTokens: Bool

    @Sendable func stream(_ request: Request, context: InboxContext) async throws -> Response {
        guard let subscription = feed.watch() else {
            throw InboxError(
                status: .serviceUnavailable, code: "too_many_watchers",
                message: "\(LiveFeed.limit) watchers are connected already.", headers: [.retryAfter: "5"])
        }
        let greeting = "retry: 1000\n" + Self.block("hello", "{\"checks_tokens\":\(checksTokens)}")
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody { writer in
                defer { subscription.end() }
                try await writer.write(ByteBuffer(string: greeting))
                try await request.body.consumeWithCancellationOnInboundClose { _ in
                    try await tell(subscription, to: &writer)
                }
                try await writer.finish(nil)
            })
    }

    /// Writes events until the reader leaves, the feed drops him or the server stops.
    @concurrent private func tell(_ subscription: LiveFeed.Subscription, to writer: inout any ResponseBodyWriter)
        async throws
    {
        let heart = Task { [heartbeat] in
            while !Task.isCancelled {
                try await Task.sleep(for: heartbeat)
                subscription.beat()
            }
        }
        defer { heart.cancel() }
        for await event in subscription.events.cancelOnGracefulShutdown() {
            try await writer.write(ByteBuffer(string: try Self.text(event)))
        }
    }

    private static func text(_ event: LiveEvent) throws -> String {
        switch event {
        case .message(let message): block("message", String(decoding: try JSONAnswer.data(message), as: UTF8.self))
        case .cleared: block("cleared", "{}")
        case .numbers: block("numbers", "{}")
        case .heartbeat: ": still here\n\n"
        }
    }

    /// One event. JSON written by us holds no line break, so one `data` line is enough.
    private static func block(_ name: String, _ data: String) -> String {
        "event: \(name)\ndata: \(data)\n\n"
    }
}
