import NIOCore
import NIOPosix

/// The same number of starts in flight through the bare relay and through the server, then more than the server has room for.
struct SlowGateway {
    let options: Options
    let group: MultiThreadedEventLoopGroup
    let folder: String

    func run(_ watchword: Target, management: Management, clientID: String) async throws -> Results.Holds {
        let port = try FreePort.find()
        let gateway = try Child(
            "gateway", program: Run.program, arguments: ["gateway", "\(port)", "\(Int(options.delay * 1_000))"],
            folder: folder)
        let url = "http://127.0.0.1:\(port)/sms"
        let bare = try await BareServer.start(gateway: url, folder: folder)
        try await management.send(through: url)
        let callers = Callers(prefix: 3_360, numbers: 1_000_000)
        let hold = Hold(group: group, count: options.inFlight, rate: options.launchRate, delay: options.delay)

        progress("\(options.inFlight) in flight through the bare relay")
        let bareOutcome = try await hold.run(against: bare, others: ["/healthz"]) {
            StartScript.call("/relay", clientID: clientID, callers.next())
        }
        try await bare.stop()
        progress("\(options.inFlight) in flight through the server")
        let others = ["/healthz", "/.well-known/jwks.json"]
        let start: @Sendable () -> ByteBuffer = {
            StartScript.call("/passwordless/start", clientID: clientID, callers.next())
        }
        let outcome = try await hold.run(against: watchword, others: others, call: start)
        let room = min(options.maxInFlight ?? 10_000, DescriptorLimit.current / 2)
        var crowd = hold
        crowd.extra = max(0, room - options.inFlight) + 500
        progress("\(crowd.extra) more on top, which is more than there is room for")
        let beyond = try await crowd.run(against: watchword, others: others, call: start)
        try await gateway.stop()
        return Results.Holds(bare: bareOutcome, watchword: outcome, beyond: beyond, delay: options.delay)
    }
}

extension BareServer {
    /// Starts the bare server as a process of its own, and waits until it is ready.
    static func start(gateway: String, folder: String) async throws -> Target {
        let port = try FreePort.find()
        let child = try Child("bare", program: Run.program, arguments: ["bare", "\(port)", gateway], folder: folder)
        try await child.waitUntilReady(port: port, path: "/healthz")
        return Target([child], port: port)
    }
}
