import ArgumentParser
import Foundation
import GatewayKit
import Inbox
import Logging
import ServiceLifecycle
import UnixSignals

/// The development gateway alone.
struct InboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inbox",
        abstract: "Start only the development gateway: an inbox that shows what phones would receive.",
        discussion: """
            Point a connection's gateway_url at the URL it prints. With --secret-file it checks the token of every call
            as a strict gateway would, and answers 401 to a wrong one.
            """)

    @Option(help: "The port to listen on; 0 takes any free one.")
    var port = 3001
    @Option(help: "A file with the secret of gateway_authentication; without it every call is accepted.")
    var secretFile: String?
    @Flag(help: "The secret is base64url text.")
    var secretBase64 = false
    @Option(help: "The audience that tokens must name.")
    var audience = TenantSteps.gatewayAudience
    @Option(help: "The subject that tokens must name.")
    var subject = TenantSteps.gatewaySubject

    func run() async throws {
        let sink = LogSink(descriptor: STDERR_FILENO)
        defer { sink.flush() }
        let logger = Logger(label: "inbox") { LineLogHandler(logLevel: .info, label: $0, format: .text, sink: sink) }
        let inbox = InboxApplication(
            configuration: .init(host: "127.0.0.1", port: port, verifier: try verifier()), now: { Date() },
            logger: logger,
            onListening: { Console.say("Inbox    http://127.0.0.1:\($0)/\nGateway  http://127.0.0.1:\($0)/sms") })
        try await ServiceGroup(services: [inbox], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger).run()
    }

    private func verifier() throws -> GatewayVerifier? {
        guard let secretFile else { return nil }
        guard let text = try? String(contentsOfFile: secretFile, encoding: .utf8) else {
            throw ValidationError("\(secretFile) cannot be read")
        }
        let secret = text.trimmingCharacters(in: .newlines)
        do {
            return try GatewayVerifier(
                secret: secretBase64 ? .base64URL(secret) : .text(secret), audience: audience, subject: subject)
        } catch { throw ValidationError("the secret in \(secretFile) cannot be used: \(error)") }
    }
}
