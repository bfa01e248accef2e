import Inbox
import Logging
import ServiceLifecycle

/// An inbox on a real port of this machine, stopped when the test ends.
enum LiveInbox {
    static func run(
        pace: InboxApplication.Pace = .init(), _ test: @escaping @Sendable (Int) async throws -> Void
    ) async throws {
        let (ports, listening) = AsyncStream.makeStream(of: Int.self)
        let inbox = InboxSetup.application(pace: pace) { port in
            listening.yield(port)
            listening.finish()
        }
        let group = ServiceGroup(
            configuration: .init(
                services: [inbox], logger: Logger(label: "inbox-tests", factory: { _ in SwiftLogNoOpLogHandler() })))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            for await port in ports {
                do {
                    try await test(port)
                } catch {
                    await group.triggerGracefulShutdown()
                    throw error
                }
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    /// The bytes of a message to a number, as a login server posts it.
    static func post(to number: String) -> String {
        let body = #"{"recipient":"\#(number)","body":"Your code is 123456"}"#
        return "POST /sms HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    /// The bytes that make a number misbehave.
    static func misbehave(_ number: String, _ json: String) -> String {
        "PUT /api/numbers/\(number) HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: \(json.utf8.count)\r\nConnection: close\r\n\r\n\(json)"
    }
}
