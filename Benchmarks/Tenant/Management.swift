import AsyncHTTPClient
import Identity
import NIOCore
import NIOHTTP1

/// Calls of the server's own APIs that prepare it; each must succeed.
struct Management: Sendable {
    private let client: HTTPClient
    private let servers: Servers
    /// Good for a day.
    let token: String

    init(_ servers: Servers, client: HTTPClient) async throws {
        self.client = client
        self.servers = servers
        let answer = try await Management.call(
            "POST", servers.url + "oauth/token", token: nil,
            body: [
                "grant_type": "client_credentials", "client_id": .string(WatchwordServer.adminID),
                "client_secret": .string(WatchwordServer.adminSecret), "audience": .string(servers.url + "api/v2/"),
            ], client)
        token = try answer.text("access_token")
    }

    /// Points the connection "sms" at a gateway whose calls are signed; returns the connection's id.
    @discardableResult
    func send(through gateway: String) async throws -> String {
        let list = try await call("GET", "connections")
        guard let id = list.array?.first(where: { $0.object?["name"] == "sms" })?.object?["id"]?.string else {
            throw RunFailure("no connection is named \"sms\"")
        }
        _ = try await call(
            "PATCH", "connections/\(id)",
            [
                "options": [
                    "strategy": "sms", "provider": "sms_gateway", "gateway_url": .string(gateway), "from": "+1 234 567",
                    "template": "Your verification code is: @@password@@", "brute_force_protection": true,
                    "forward_req_info": true, "disable_signup": false, "name": "sms", "syntax": "md_with_macros",
                    "totp": ["time_step": 300, "length": 6],
                    "gateway_authentication": [
                        "method": "bearer", "subject": .string(GatewayToken.subject),
                        "audience": .string(GatewayToken.audience), "secret": .string(GatewayToken.secret),
                        "secret_base64_encoded": false,
                    ],
                ]
            ])
        return id
    }

    /// Makes a public client that may log in over a connection, by code and through the page; returns its id.
    func makeClient(on connection: String) async throws -> String {
        let client = try await call(
            "POST", "clients",
            ["name": "Benchmark", "app_type": "native", "token_endpoint_auth_method": "none"]
        ).text("client_id")
        _ = try await call(
            "PATCH", "clients/\(client)",
            [
                "grant_types": [.string(LoginScript.grant), "authorization_code", "refresh_token"],
                "callbacks": [.string(BrowserScript.callback)],
                "refresh_token": ["rotation_type": "rotating", "expiration_type": "expiring"],
            ])
        _ = try await call(
            "PATCH", "connections/\(connection)/clients", [["client_id": .string(client), "status": true]])
        return client
    }

    private func call(_ method: String, _ path: String, _ body: JSON? = nil) async throws -> JSON {
        try await Management.call(method, servers.url + "api/v2/" + path, token: token, body: body, client)
    }

    private static func call(
        _ method: String, _ url: String, token: String?, body: JSON?, _ client: HTTPClient
    ) async throws -> JSON {
        var request = HTTPClientRequest(url: url)
        request.method = .init(rawValue: method)
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body.serialized()))
        }
        let response = try await client.execute(request, timeout: .seconds(30))
        let bytes = try await response.body.collect(upTo: 4 * 1_024 * 1_024)
        guard (200..<300).contains(response.status.code) else {
            throw RunFailure("\(method) \(url) answered \(response.status.code): \(String(buffer: bytes))")
        }
        return (try? JSON.parse(bytes.readableBytesView)) ?? .null
    }
}

extension JSON {
    /// A member that must be text.
    fileprivate func text(_ name: String) throws -> String {
        guard let value = object?[name]?.string else { throw RunFailure("an answer has no \(name)") }
        return value
    }
}
