import Identity
import TestSupport
import Testing

/// What was taken away after a refresh token was given is no longer in what it gives.
@Suite struct `A refresh token` {
    private static let request = [
        "audience": TestServer.orders, "scope": "openid offline_access read:orders write:orders",
    ]

    private func server() async throws -> TestServer {
        let server = try await TestServer.withBrowserLogin()
        try await server.change(api: [
            "allow_offline_access": true, "scopes": [["value": "read:orders"], ["value": "write:orders"]],
        ])
        return server
    }

    @Test func `gives no scope that the API no longer has`() async throws {
        let server = try await server()
        let tokens = try await Browser(server).tokens(Self.request)
        try await server.change(api: ["scopes": [["value": "read:orders"]]])
        let answer = try await server.refresh(tokens.refreshToken)
        #expect(answer.status == 200)
        #expect(answer["scope"] == "openid offline_access read:orders")
    }

    @Test func `is worth nothing where the API no longer allows it`() async throws {
        let server = try await server()
        let tokens = try await Browser(server).tokens(Self.request)
        try await server.change(api: ["allow_offline_access": false])
        #expect(try await server.refresh(tokens.refreshToken).status == 403)
        try await server.change(api: ["allow_offline_access": true])
        #expect(try await server.refresh(tokens.refreshToken).status == 200)
    }

    @Test func `is worth nothing while its connection is closed to the client`() async throws {
        let server = try await server()
        let tokens = try await Browser(server).tokens()
        for (clients, status) in [(["shop"], 403), (["shop", "app"], 200)] {
            try await server.change { tx throws(StoreError) in
                guard var sms = try tx.connection(named: "sms") else { throw .failed("there is no connection") }
                sms.enabledClients = clients
                try tx.update(sms)
            }
            #expect(try await server.refresh(tokens.refreshToken).status == status)
        }
    }

    @Test func `narrows to what a client grant still lists`() async throws {
        let server = try await server()
        try await server.change(api: ["subject_type_authorization": ["user": ["policy": "require_client_grant"]]])
        let grant = ClientGrant(
            id: "cgr_users", clientID: "app", audience: TestServer.orders, scope: ["read:orders", "write:orders"],
            properties: ["subject_type": "user"], createdAt: ManualClock.start)
        try await server.change { tx throws(StoreError) in try tx.insert(grant) }
        let tokens = try await Browser(server).tokens(Self.request)
        try await server.change { tx throws(StoreError) in
            var narrower = grant
            narrower.scope = ["write:orders"]
            try tx.update(narrower)
        }
        #expect(try await server.refresh(tokens.refreshToken)["scope"] == "openid offline_access write:orders")
    }
}
