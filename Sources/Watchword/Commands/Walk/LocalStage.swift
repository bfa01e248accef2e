import AsyncHTTPClient
import Foundation
import GatewayKit
import Identity
import Inbox
import Logging
import ServiceLifecycle

/// A server and an inbox in one process on loopback, and a play that is performed on them once both listen.
struct LocalStage: Sendable {
    /// Where everything is, handed to the play.
    struct Places: Sendable {
        let issuer: Issuer
        let inbox: String
        let adminClientID: String
        let adminSecret: Secret<String>

        /// The gateway's URL.
        var gateway: String { inbox + "sms" }
    }

    let settings: Settings
    let masterKey: MasterKey
    let inboxPort: Int
    let logger: Logger

    /// Starts both, performs the play, and stops when the play ends: for the demo that is a signal.
    func run(_ play: @escaping @Sendable (Places, HTTPClient) async throws -> Void) async throws {
        let serverListens = AsyncStream.makeStream(of: Void.self)
        let inboxListens = AsyncStream.makeStream(of: Int.self)
        let verifier = try GatewayVerifier(
            secret: .text(TenantSteps.gatewaySecret), audience: TenantSteps.gatewayAudience,
            subject: TenantSteps.gatewaySubject)
        let inbox = InboxApplication(
            configuration: .init(host: "127.0.0.1", port: inboxPort, verifier: verifier), now: { Date() },
            logger: logger, onListening: { inboxListens.continuation.yield($0) })
        let assembly = try await Assembly(
            settings: settings, masterKey: masterKey, logger: logger,
            onListening: { serverListens.continuation.yield() })
        guard let admin = settings.admin.client else {
            preconditionFailure("a stage gives its administration client by its settings")
        }
        let performance = Performance {
            for await _ in serverListens.stream { break }
            var port = inboxPort
            for await found in inboxListens.stream {
                port = found
                break
            }
            let places = Places(
                issuer: assembly.issuer, inbox: "http://127.0.0.1:\(port)/", adminClientID: admin.id,
                adminSecret: admin.secret)
            let client = HTTPClient(eventLoopGroupProvider: .singleton)
            do { try await play(places, client) } catch {
                try await client.shutdown()
                throw error
            }
            try await client.shutdown()
        }
        try await assembly.run(beside: [inbox, performance])
    }
}

/// Something that happens once and ends the program.
private struct Performance: Service {
    let play: @Sendable () async throws -> Void
    func run() async throws { try await play() }
}
