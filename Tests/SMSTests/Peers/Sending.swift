import Identity
import Logging
import SMS
import TestSupport
import Testing

/// What a test changes about the providers.
struct Setup {
    var allow = ["127.0.0.1/32"]
    var deadline = Duration.seconds(20)
    var maximumInFlight = 100
    var twilio = "http://127.0.0.1:9"
    var resolver: any Resolver = NoNames()
    var clock = ManualClock()
}

/// Runs a test with providers that are shut down afterwards.
func withProviders<Result>(
    _ setup: Setup = Setup(), _ body: (SMSProviders) async throws -> Result
) async throws -> Result {
    let configuration = SMSConfiguration(
        egress: EgressPolicy(allow: setup.allow.compactMap { IPNetwork($0) }, ownListeners: []),
        deadline: setup.deadline, twilio: try GatewayURL(setup.twilio), maximumInFlight: setup.maximumInFlight)
    let providers = SMSProviders(
        configuration, clock: setup.clock, random: SeededRandom(), resolver: setup.resolver,
        logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    do {
        let result = try await body(providers)
        await providers.shutdown()
        return result
    } catch {
        await providers.shutdown()
        throw error
    }
}

/// Runs a test with a server that is stopped afterwards.
func withServer<Result>(
    _ script: ScriptedServer.Script, host: String = "127.0.0.1", port: Int = 0,
    _ body: (ScriptedServer) async throws -> Result
) async throws -> Result {
    let server = try await ScriptedServer.start(script, host: host, port: port)
    do {
        let result = try await body(server)
        try await server.stop()
        return result
    } catch {
        try? await server.stop()
        throw error
    }
}

/// Sends one message over a wire to a server that follows the script.
func delivery(
    over wire: Wire, to script: ScriptedServer.Script, scheme: String = "http", deadline: Duration = .seconds(20)
) async throws -> Delivery {
    try await withServer(script) { server in
        let authority = "127.0.0.1:\(server.port)"
        return try await withProviders(Setup(deadline: deadline, twilio: "\(scheme)://\(authority)")) { providers in
            await providers.send(.sample(), through: wire.provider(at: authority, scheme: scheme))
        }
    }
}

/// A port of loopback where nobody listens.
func freePort() async throws -> Int {
    let server = try await ScriptedServer.start(.silence)
    try await server.stop()
    return server.port
}

extension SMSMessage {
    static func sample(
        id: String = "message-1", body: String = "Your code is \(Secrets.code)", sender: String? = "+1 234 567",
        caller: Caller? = nil
    ) -> SMSMessage {
        SMSMessage(id: id, recipient: Secrets.number, body: body, sender: sender, caller: caller)
    }
}

/// A whole answer without a body.
func answer(_ status: Int, _ headers: String...) -> ScriptedServer.Script {
    .answer(head(status, headers + ["Content-Length: 0"]))
}

/// The head of an answer.
func head(_ status: Int, _ headers: [String] = []) -> String {
    (["HTTP/1.1 \(status) Status"] + headers).joined(separator: "\r\n") + "\r\n\r\n"
}

extension Delivery {
    /// What the caller is told.
    var text: String? {
        switch self {
        case .accepted: nil
        case .refused(let problem), .unknown(let problem): problem.forCaller
        }
    }

    /// What the operator is told.
    var detail: String? {
        switch self {
        case .accepted: nil
        case .refused(let problem), .unknown(let problem): problem.forOperator
        }
    }

    var isRefused: Bool { if case .refused = self { true } else { false } }
    var isUnknown: Bool { if case .unknown = self { true } else { false } }
}
