import HTTPTypes
import Identity
import TestSupport
import Testing

@Suite struct `RFC 9700 section 4.4, mix-up` {
    // RFC 9207: every answer names the issuer, errors too.
    @Test(arguments: [[:], ["prompt": "none", "connection": ""], ["response_type": "nonsense"]] as [[String: String]])
    func `every answer names the issuer`(parameters: [String: String]) async throws {
        let browser = Browser(try await .withBrowserLogin())
        let answer =
            parameters.isEmpty ? try await browser.login() : try await browser.authorize(parameters)
        #expect(answer.answered["iss"] == TestServer.issuer.url)
    }
}

@Suite struct `RFC 9700 section 4.5, code injection` {
    private static let wrongVerifier = Refusal(403, "invalid_grant", "Failed to verify code verifier")

    @Test(arguments: [.null, "another-verifier-of-a-test-that-is-long-enough", "short"] as [JSON])
    func `a code without its verifier is refused`(verifier: JSON) async throws {
        let browser = Browser(try await .withBrowserLogin())
        let code = try await browser.login().answered["code"] ?? ""
        #expect(try await browser.server.redeem(code, ["code_verifier": verifier]).refusal == Self.wrongVerifier)
    }

    @Test func `another client's code is refused, and stays good for its own`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let code = try await browser.login().answered["code"] ?? ""
        let thief: JSONObject = ["client_id": "shop", "client_secret": .string(TestServer.secret)]
        #expect(
            try await browser.server.redeem(code, thief).refusal
                == Refusal(403, "invalid_grant", "Invalid authorization code"))
        #expect(try await browser.server.redeem(code).status == 200)
    }

    // RFC 6749 section 4.1.2.
    @Test func `a code used twice takes back what it gave`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let code = try await browser.login().answered["code"] ?? ""
        let first = try await browser.server.redeem(code)
        #expect(try await browser.server.userInfo(first.accessToken) == 200)
        #expect(
            try await browser.server.redeem(code).refusal
                == Refusal(403, "invalid_grant", "Invalid authorization code"))
        #expect(try await browser.server.refresh(first.refreshToken).status == 403)
        #expect(try await browser.server.userInfo(first.accessToken) == 401)
    }

    @Test func `a code is refused after two minutes`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let code = try await browser.login().answered["code"] ?? ""
        browser.server.clock.advance(by: .seconds(121))
        #expect(try await browser.server.redeem(code).status == 403)
    }

    @Test func `a code is refused after the browser has logged out`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let code = try await browser.login().answered["code"] ?? ""
        _ = try await browser.open("/v2/logout?client_id=app")
        #expect(try await browser.server.redeem(code).status == 403)
    }

    @Test func `a code of a deleted user is refused`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let code = try await browser.login().answered["code"] ?? ""
        let user = try #require(try await browser.server.user())
        try await browser.server.store.write { tx throws(StoreError) in _ = try tx.deleteUser(id: user.id) }
        #expect(try await browser.server.redeem(code).status == 403)
    }

    @Test func `a code older than its client is refused`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let code = try await browser.login().answered["code"] ?? ""
        try await browser.server.remake(client: "app")
        #expect(try await browser.server.redeem(code).status == 403)
    }
}

@Suite struct `RFC 9700 section 4.8, PKCE downgrade` {
    private static let shop = [
        "client_id": "shop", "redirect_uri": "https://shop.example/callback", "code_challenge": "",
        "code_challenge_method": "",
    ]

    // Section 2.1.1: public clients must use it; `plain` is not offered.
    @Test(
        arguments: [
            ["code_challenge": "", "code_challenge_method": ""], ["code_challenge_method": "plain"],
            ["code_challenge_method": ""], ["code_challenge": ""], ["code_challenge": "short"],
        ] as [[String: String]])
    func `a public client without an S256 challenge is refused`(parameters: [String: String]) async throws {
        let browser = Browser(try await .withBrowserLogin())
        #expect(try await browser.authorize(parameters).answered["error"] == "invalid_request")
    }

    // Section 4.8.2.
    @Test func `a verifier for a code without a challenge is refused`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let code = try await browser.login(Self.shop).answered["code"] ?? ""
        let shop: JSONObject = [
            "client_id": "shop", "client_secret": .string(TestServer.secret),
            "redirect_uri": "https://shop.example/callback",
        ]
        #expect(
            try await browser.server.redeem(code, shop).refusal
                == Refusal(403, "invalid_grant", "Failed to verify code verifier"))
        let without: JSONObject = ["code_verifier": .null]
        #expect(try await browser.server.redeem(code, without.filled(from: shop)).status == 200)
    }
}

@Suite struct `RFC 9700 section 4.14, refresh token replay` {
    @Test func `a replaced token ends its family and the login's access tokens`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let login = try await browser.tokens()
        let second = try await browser.server.refresh(login.refreshToken)
        #expect(
            try await browser.server.refresh(login.refreshToken).refusal
                == Refusal(403, "invalid_grant", "Unknown or invalid refresh token."))
        #expect(try await browser.server.refresh(second.refreshToken).status == 403)
        for token in [login.accessToken, second.accessToken] {
            #expect(try await browser.server.userInfo(token) == 401)
        }
        #expect(try await browser.server.eventTypes().contains(.refreshTokenReused))
    }
}
