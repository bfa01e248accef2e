import AsyncHTTPClient
import Identity
import NIOCore
import NIOHTTP1
import NIOSSL
import Synchronization

/// The HTTP clients, one for each server and address, so that the failures of one gateway are nobody else's.
///
/// A client is bound to an address that was judged: it never looks a name up.
final class HTTPClients: Sendable {
    /// More gateways than most teams will have; with one more, the one that was idle the longest goes.
    private static let clientLimit = 64
    /// Requests are kept ready for so many URLs.
    private static let requestLimit = 256
    /// A client that was not used for so long is closed when another is made.
    private static let idleLimit = TimeAmount.minutes(1)

    /// A client, and the URL's request without what differs from message to message.
    struct Lease: Sendable {
        let client: LeasedClient
        let request: HTTPClientRequest
    }

    private struct Server: Hashable {
        let scheme: GatewayURL.Scheme
        let host: GatewayURL.Host
        let port: Int
        let address: IPAddress
    }

    private struct State {
        var clients: [Server: LeasedClient] = [:]
        var requests: [GatewayURL: HTTPClientRequest] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())
    private let configuration: HTTPClient.Configuration

    init(deadline: Duration, connectionLimit: Int, trustedCertificateFiles: [String]) {
        configuration = .forCalls(
            deadline: deadline, connectionLimit: connectionLimit, trustedCertificateFiles: trustedCertificateFiles)
    }

    /// A client for the URL that connects to the address and nowhere else. Give it back with `letGo()`.
    func lease(_ url: GatewayURL, at address: IPAddress) throws(CallFailure) -> Lease {
        let server = Server(scheme: url.scheme, host: url.host, port: url.port, address: address)
        let now = NIODeadline.now()
        return try state.withLock { state throws(CallFailure) in
            guard !state.isClosed else { throw .closed }
            let request = if let ready = state.requests[url] { ready } else { try prepare(url, in: &state) }
            let client = state.clients[server] ?? connect(server, in: &state, at: now)
            client.hold(at: now)
            return Lease(client: client, request: request)
        }
    }

    /// Closes all clients; returns how many calls were still under way.
    func shutdown() async -> Int {
        let clients = state.withLock { state in
            state.isClosed = true
            defer { state.clients = [:] }
            return Array(state.clients.values)
        }
        let abandoned = clients.reduce(0) { $0 + $1.callsUnderWay }
        for client in clients { await client.close() }
        return abandoned
    }

    private func prepare(_ url: GatewayURL, in state: inout State) throws(CallFailure) -> HTTPClientRequest {
        let text = url.description
        // What was judged must be what is called: the client's own reading of the URL has to be the same as ours.
        guard let reading = try? HTTPClient.Request(url: text), reading.host == url.host.description,
            reading.port == url.port, reading.useTLS == (url.scheme == .https)
        else { throw .unusableURL }
        var request = HTTPClientRequest(url: text)
        request.method = .POST
        request.headers = ["Host": url.authority, "User-Agent": "Watchword"]
        if state.requests.count >= Self.requestLimit { state.requests = [:] }
        state.requests[url] = request
        return request
    }

    private func connect(_ server: Server, in state: inout State, at now: NIODeadline) -> LeasedClient {
        let stale = state.clients.filter { $0.value.lastUse < now - Self.idleLimit }
        for (server, client) in stale {
            state.clients[server] = nil
            client.letGo()
        }
        if state.clients.count >= Self.clientLimit,
            let oldest = state.clients.min(by: { $0.value.lastUse < $1.value.lastUse })
        {
            state.clients[oldest.key] = nil
            oldest.value.letGo()
        }
        var configuration = configuration
        configuration.dnsOverride = ["\(server.host)": "\(server.address)"]
        let client = LeasedClient(HTTPClient(configuration: configuration))
        state.clients[server] = client
        return client
    }
}

/// An HTTP client that closes itself when its last holder lets go of it.
final class LeasedClient: Sendable {
    let http: HTTPClient
    /// The calls under way, and one for the cache.
    private let holders = Atomic<Int>(1)
    private let usedAt = Atomic<UInt64>(0)

    init(_ http: HTTPClient) { self.http = http }

    /// The moment of the last lease.
    var lastUse: NIODeadline { .uptimeNanoseconds(usedAt.load(ordering: .relaxed)) }

    var callsUnderWay: Int { holders.load(ordering: .relaxed) - 1 }

    /// Only while the cache still has the client.
    func hold(at time: NIODeadline) {
        holders.wrappingAdd(1, ordering: .relaxed)
        usedAt.store(time.uptimeNanoseconds, ordering: .relaxed)
    }

    func letGo() {
        guard holders.wrappingSubtract(1, ordering: .acquiringAndReleasing).newValue == 0 else { return }
        http.shutdown { _ in }
    }

    /// Ends the calls under way too. Fails only where the client is closed already.
    func close() async {
        try? await http.shutdown()
    }
}

extension HTTPClient.Configuration {
    /// No redirects, no retries, no proxy, HTTP/1.1 only, and a connection for every message that may be under way: a
    /// request that has to wait for a connection fails at the connect timeout.
    fileprivate static func forCalls(
        deadline: Duration, connectionLimit: Int, trustedCertificateFiles: [String]
    ) -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.additionalTrustRoots = trustedCertificateFiles.map { .file($0) }
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow, timeout: Timeout(connect: TimeAmount(deadline)),
            proxy: nil, decompression: .disabled)
        configuration.httpVersion = .http1Only
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connectionLimit
        // Servers in Node close a connection that was idle for 5 s. One that closes just as a message leaves turns it
        // into one of which nobody knows, so ours closes first.
        configuration.connectionPool.idleTimeout = .seconds(4)
        configuration.tracing.tracer = nil
        return configuration
    }
}
