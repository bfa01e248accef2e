import Inbox
import Synchronization
import Testing

@Suite(.serialized, .timeLimit(.minutes(1))) struct `On the wire, the inbox` {
    private let fast = InboxApplication.Pace(
        dripInterval: .milliseconds(1), dripLimit: .milliseconds(200), heartbeat: .milliseconds(5))

    @Test func `tells the port the system gave it`() async throws {
        try await LiveInbox.run { port in
            #expect(port > 0)
        }
    }

    @Test func `cuts the connection without a byte when told to reset`() async throws {
        try await LiveInbox.run { port in
            _ = try await RawConnection.exchange(port: port, LiveInbox.misbehave("+1", #"{"reset":true}"#))
            let end = try await RawConnection.run(port: port) { connection in
                try connection.send(LiveInbox.post(to: "+1"))
                return connection.next()
            }
            #expect(end == .reset)
        }
    }

    @Test func `drips the head of an answer byte by byte`() async throws {
        try await LiveInbox.run { port in
            _ = try await RawConnection.exchange(port: port, LiveInbox.misbehave("+1", #"{"drip":true}"#))
            let first = try await RawConnection.run(port: port) { connection in
                try connection.send(LiveInbox.post(to: "+1"))
                return [connection.next(), connection.next()]
            }
            #expect(first == [.bytes(Array("H".utf8)), .bytes(Array("T".utf8))])
        }
    }

    @Test func `never finishes the head it drips`() async throws {
        try await LiveInbox.run(pace: fast) { port in
            _ = try await RawConnection.exchange(port: port, LiveInbox.misbehave("+1", #"{"drip":true}"#))
            let text = try await RawConnection.exchange(port: port, LiveInbox.post(to: "+1"))
            let head = "HTTP/1.1 200 OK\r\nX-Drip: "
            #expect(text == head + String(repeating: ".", count: 200 - head.utf8.count))
        }
    }

    @Test func `stops at once in the middle of a drip`() async throws {
        try await LiveInbox.run { port in
            _ = try await RawConnection.exchange(port: port, LiveInbox.misbehave("+1", #"{"drip":true}"#))
            Task {
                try await RawConnection.exchange(port: port, LiveInbox.post(to: "+1"))
            }
            _ = try await RawConnection.exchange(
                port: port, "GET /api/messages?wait_ms=30000 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        }
    }

    @Test func `stops at once while a page watches`() async throws {
        let watchers = Watchers()
        try await LiveInbox.run { port in
            watchers.keep(
                try await RawConnection.run(port: port) { connection in
                    try connection.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    _ = connection.read { $0.contains("checks_tokens") }
                    return connection
                })
        }
        #expect(watchers.count == 1)
    }

    @Test func `tells a page what happens`() async throws {
        try await LiveInbox.run { port in
            let text = try await RawConnection.run(port: port) { connection in
                try connection.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
                let greeting = connection.read { $0.contains("checks_tokens") }
                let sender = try RawConnection(port: port)
                try sender.send(LiveInbox.post(to: "+1"))
                return greeting + connection.read { $0.contains("\n\n") && $0.contains("event: message") }
            }
            #expect(text.contains("Content-Type: text/event-stream"))
            #expect(text.contains(#"{"checks_tokens":false}"#))
            #expect(text.contains(#""code":"123456""#))
        }
    }

    @Test func `tells a page that the list was cleared`() async throws {
        try await LiveInbox.run { port in
            let text = try await RawConnection.run(port: port) { connection in
                try connection.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
                _ = connection.read { $0.contains("checks_tokens") }
                let sender = try RawConnection(port: port)
                try sender.send("DELETE /api/messages HTTP/1.1\r\nHost: localhost\r\n\r\n")
                return connection.read { $0.contains("cleared") }
            }
            #expect(text.contains("event: cleared\ndata: {}\n\n"))
        }
    }

    @Test func `shows a page that it is still there`() async throws {
        try await LiveInbox.run(pace: fast) { port in
            let text = try await RawConnection.run(port: port) { connection in
                try connection.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
                return connection.read { $0.contains(": still here") }
            }
            #expect(text.contains(": still here\n\n"))
        }
    }

    @Test func `turns the 129th watcher away`() async throws {
        try await LiveInbox.run { port in
            let last = try await RawConnection.run(port: port) { last in
                let watchers = try (0..<128).map { _ in try RawConnection(port: port) }
                for watcher in watchers {
                    try watcher.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    _ = watcher.read { $0.contains("checks_tokens") }
                }
                try last.send("GET /api/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
                return withExtendedLifetime(watchers) { last.read { $0.contains("\r\n") } }
            }
            #expect(last.hasPrefix("HTTP/1.1 503 "))
        }
    }
}

/// Connections that stay open until the test is over.
private final class Watchers: Sendable {
    private let connections = Mutex<[RawConnection]>([])

    var count: Int { connections.withLock { $0.count } }

    func keep(_ connection: RawConnection) {
        connections.withLock { $0.append(connection) }
    }
}
