import HTTPTypes
import Identity
import TestSupport
import Testing

// C5.7: the tenant's flag revoke_refresh_token_grant.
@Suite struct `Revoking one refresh token` {
    private static let third = ["client_id": "third", "redirect_uri": "https://third.example/callback"]

    private func server(flag: Bool?) async throws -> TestServer {
        let server = try await TestServer.withBrowserLogin()
        if let flag { try await server.change(settings: ["flags": ["revoke_refresh_token_grant": .bool(flag)]]) }
        try await server.change(api: ["allow_offline_access": true])
        return server
    }

    private func revoke(_ server: TestServer, _ token: String, _ members: JSONObject = [:]) async throws -> Int {
        let body = members.filled(from: ["client_id": "app", "token": .string(token)])
        return try await server.send(.post, "/oauth/revoke", json: .object(body)).status
    }

    @Test(arguments: [nil, false, true])
    func `ends the user's others for the client and API only where the tenant wants it`(flag: Bool?) async throws {
        let server = try await server(flag: flag)
        let first = try await Browser(server).tokens()
        let second = try await Browser(server).tokens()
        #expect(try await revoke(server, first.refreshToken) == 200)
        #expect(try await server.refresh(first.refreshToken).status == 403)
        #expect(try await server.refresh(second.refreshToken).status == (flag == true ? 403 : 200))
        #expect(try await server.userInfo(second.accessToken) == (flag == true ? 401 : 200))
    }

    @Test func `leaves those for another API, and another client's`() async throws {
        let server = try await server(flag: true)
        let token = try await Browser(server).tokens().refreshToken
        let api = try await Browser(server).tokens(["audience": TestServer.orders]).refreshToken
        let shop: JSONObject = ["client_id": "shop", "client_secret": .string(TestServer.secret)]
        let address = ["client_id": "shop", "redirect_uri": "https://shop.example/callback"]
        let code = try await Browser(server).login(address).answered["code"] ?? ""
        let redirect: JSONObject = ["redirect_uri": "https://shop.example/callback"]
        let other = try await server.redeem(code, redirect.filled(from: shop)).refreshToken
        #expect(try await revoke(server, token) == 200)
        #expect(try await server.refresh(api).status == 200)
        #expect(try await server.refresh(other, shop).status == 200)
    }

    @Test(arguments: [false, true])
    func `takes the consent along where the tenant wants it`(flag: Bool) async throws {
        let server = try await server(flag: flag)
        let browser = Browser(server)
        let page = try await browser.login(Self.third)
        let answer = try await browser.post("/u/consent", ["state": page.pageState, "action": "accept"])
        let third: JSONObject = ["client_id": "third", "client_secret": .string(TestServer.secret)]
        let redirect: JSONObject = ["redirect_uri": "https://third.example/callback"]
        let token = try await server.redeem(answer.answered["code"] ?? "", redirect.filled(from: third)).refreshToken
        #expect(try await revoke(server, token, third) == 200)
        let next = try await browser.authorize(Self.third.merging(["prompt": "none"]) { $1 })
        #expect(next.answered["error"] == (flag ? "consent_required" : nil))
    }
}
