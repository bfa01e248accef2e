import AsyncHTTPClient
import Identity
import NIOCore
import NIOHTTP1
import NIOPosix

/// A server with a tenant whose logins are recorded on their way to the database.
struct RecordedServer {
    let options: StatementsOptions
    let folder: String
    let group: MultiThreadedEventLoopGroup

    /// Starts it, lets a number log in twice over the API, and stops it; returns what it sent, and the client that
    /// asked.
    func record() async throws -> (hot: HotTransactions, clientID: String) {
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        do {
            let result = try await record(client)
            try await client.shutdown()
            return result
        } catch {
            try await client.shutdown()
            throw error
        }
    }

    private func record(_ client: HTTPClient) async throws -> (hot: HotTransactions, clientID: String) {
        let (recorder, url) = try await DatabaseRecorder.open(before: options.database, group: group)
        let gateway = try await GatewayServer(port: FreePort.find(), delay: .zero, group: group)
        let runOptions = try Options(["--server", options.server, "--database", options.database])
        let servers = try Servers(runOptions, folder: folder, database: url)
        let target = try await servers.start()
        let management = try await Management(servers, client: client)
        let clientID = try await management.makeClient(on: management.send(through: gateway.url))
        let guest = RecordedServer.guest
        for _ in 1...2 {
            try await post(
                "passwordless/start",
                [
                    "client_id": .string(clientID), "connection": "sms", "phone_number": .string(guest.phone),
                    "send": "code",
                ], to: servers, client)
            guard let code = gateway.book.take(RecordedServer.number) else {
                throw RunFailure("the gateway got no code")
            }
            try await post(
                "oauth/token",
                [
                    "grant_type": .string(LoginScript.grant), "client_id": .string(clientID),
                    "username": .string(guest.phone), "otp": .string(code), "realm": "sms", "scope": "openid",
                ], to: servers, client)
        }
        let hot = try await HotTransactions.find(of: guest, in: recorder)
        try await target.stop()
        return (hot, clientID)
    }

    private static let number = 814_900_000_000
    private static let guest = HotTransactions.Guest(phone: "+\(number)", address: "10.60.0.1")

    /// A call as the load's scripts make it, which must be answered with 200.
    private func post(_ path: String, _ body: JSON, to servers: Servers, _ client: HTTPClient) async throws {
        var request = HTTPClientRequest(url: servers.url + path)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "User-Agent", value: "watchword-bench")
        request.headers.add(name: "X-Forwarded-For", value: RecordedServer.guest.address)
        request.body = .bytes(ByteBuffer(bytes: body.serialized()))
        let response = try await client.execute(request, timeout: .seconds(30))
        guard response.status == .ok else { throw RunFailure("\(path) answered \(response.status.code)") }
        _ = try await response.body.collect(upTo: 1_024 * 1_024)
    }
}
