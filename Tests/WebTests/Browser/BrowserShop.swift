import Identity
import TestSupport

/// The shop's server, with clients that log in through the browser.
///
/// - `app` is public and native, with rotating refresh tokens; `shop` is confidential; `third` is confidential and not the operator's.
extension TestServer {
    static let grants: JSON = .strings([
        otpGrant, "client_credentials", "authorization_code", "refresh_token", "implicit",
    ])

    static func withBrowserLogin(
        options: JSONObject = [:], limits: AbusePolicy.Limits = .none
    ) async throws -> TestServer {
        let server = try await withShop(options: options, limits: limits)
        try await server.change(
            client: "app",
            [
                "grant_types": grants, "web_origins": ["https://app.example:8443"],
                "callbacks": [.string(Browser.callback), "http://127.0.0.1/callback", "com.example.app:/callback"],
                "allowed_logout_urls": ["https://app.example:8443/bye", "https://app.example:8443/bye?x=1"],
                "refresh_token": [
                    "rotation_type": "rotating", "expiration_type": "expiring", "leeway": 0,
                    "token_lifetime": 2_592_000, "idle_token_lifetime": 1_296_000,
                ],
            ])
        let pages: JSONObject = [
            "grant_types": grants, "callbacks": ["https://shop.example/callback"], "cross_origin_authentication": true,
            "allowed_logout_urls": ["https://*.shop.example/bye"],
        ]
        try await server.change(client: "shop", pages)
        try await server.change { tx throws(StoreError) in
            var third = pages
            third["is_first_party"] = false
            third["callbacks"] = ["https://third.example/callback"]
            try tx.insert(.sample(id: "third", secret: secret, properties: third))
            guard var sms = try tx.connection(named: "sms") else { throw .failed("there is no connection") }
            sms.enabledClients.append("third")
            try tx.update(sms)
        }
        return server
    }

    /// The code of the newest message, which ends with it.
    func sentCode() throws -> String {
        guard let body = provider.messages.last?.body else { throw NoCode(answer: "no message") }
        return String(body.suffix(6))
    }

    /// A code that is not the one that was sent.
    func wrongCode() throws -> String { try sentCode() == "000000" ? "000001" : "000000" }

    /// `POST /oauth/token` for an authorization code by the public client, unless the members say otherwise; null takes one out.
    func redeem(_ code: String, _ members: JSONObject = [:]) async throws -> TestAnswer {
        let body = members.filled(from: [
            "grant_type": "authorization_code", "client_id": "app", "code": .string(code),
            "redirect_uri": .string(Browser.callback), "code_verifier": .string(Browser.verifier),
        ])
        return try await token(body.filter { $1 != .null })
    }

    /// `POST /oauth/token` for a refresh token by the public client, unless the members say otherwise.
    func refresh(_ token: String, _ members: JSONObject = [:]) async throws -> TestAnswer {
        try await self.token(
            members.filled(from: [
                "grant_type": "refresh_token", "client_id": "app", "refresh_token": .string(token),
            ]))
    }

    func userInfo(_ token: String?) async throws -> Int {
        try await send(.get, "/userinfo", headers: .bearer(token ?? "")).status
    }
}

extension TestAnswer {
    var refreshToken: String { self["refresh_token"]?.string ?? "" }
    var accessToken: String? { self["access_token"]?.string }
    var idToken: JWS.Parsed? { self["id_token"]?.string.flatMap { JWS.Parsed($0) } }
}
