import Crypto
import Foundation
import HTTPTypes
import Identity
import TestSupport
import Testing

@Suite struct `An answer through the browser` {
    /// OpenID Connect Core section 3.3.2.11, worked out here by another library's hands: the left half of the SHA-256.
    private func halfHash(_ text: String?) -> JSON {
        .string(
            Data(SHA256.hash(data: Data((text ?? "").utf8))).prefix(16).base64EncodedString()
                .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: ""))
    }

    // OpenID Connect Core sections 3.2.2.10 and 3.3.2.11.
    @Test(arguments: ["code id_token", "code token id_token", "token id_token"])
    func `is tied together by the hashes in its ID token`(type: String) async throws {
        let browser = Browser(try await .withBrowserLogin())
        let answered = try await browser.login(["response_type": type]).answered
        let token = try #require(JWS.Parsed(answered["id_token"] ?? ""))
        #expect(token.isSigned(by: browser.server.configuration.current.keys))
        #expect(token.claims["at_hash"] == answered["access_token"].map { halfHash($0) })
        #expect(token.claims["c_hash"] == answered["code"].map { halfHash($0) })
        let expected = Set(type.split(separator: " ").map { $0 == "token" ? "access_token" : String($0) })
        #expect(Set(answered.keys).intersection(["code", "access_token", "id_token"]) == expected)
    }

    // RFC 6749 section 4.2.2.
    @Test func `can be an access token alone`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let answer = try await browser.login([
            "response_type": "token", "code_challenge": "", "code_challenge_method": "",
        ])
        let answered = answer.answered
        #expect(answer.location?.hasPrefix(Browser.callback + "#") == true)
        #expect(
            Set(answered.keys) == ["access_token", "expires_in", "token_type", "scope", "state", "iss"])
        #expect(answered["expires_in"] == "7200")
        #expect(answered["token_type"] == "Bearer")
        // `offline_access` is never granted without a code.
        #expect(answered["scope"] == "openid")
        #expect(try await browser.server.userInfo(answered["access_token"]) == 200)
    }

    @Test func `for an API lives as long as the API says of browsers`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        try await browser.server.change(api: ["token_lifetime": 86_400, "token_lifetime_for_web": 600])
        let answered = try await browser.login(["response_type": "token", "audience": TestServer.orders]).answered
        #expect(answered["expires_in"] == "600")
        let claims = try #require(JWS.Parsed(answered["access_token"] ?? "")).claims
        #expect(claims["exp"]?.integer == (claims["iat"]?.integer ?? 0) + 600)
    }

    @Test func `can be an ID token alone`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let answered = try await browser.login(["response_type": "id_token", "scope": "openid phone"]).answered
        #expect(Set(answered.keys) == ["id_token", "state", "iss"])
        let claims = try #require(JWS.Parsed(answered["id_token"] ?? "")).claims
        #expect(claims["at_hash"] == nil)
        #expect(claims["c_hash"] == nil)
        #expect(claims["nonce"] == "nonce-1")
        #expect(claims["phone_number"] == .string(TestServer.phone))
    }

    // OpenID Connect Core section 3.2.2.1.
    @Test(arguments: ["id_token", "token id_token", "code id_token"])
    func `needs a nonce where it holds an ID token`(type: String) async throws {
        let browser = Browser(try await .withBrowserLogin())
        let answer = try await browser.authorize(["response_type": type, "nonce": ""])
        #expect(answer.location?.hasPrefix(Browser.callback + "#error=invalid_request&") == true)
        #expect(answer.answered["error_description"] == "Missing required parameter: nonce")
    }

    @Test(arguments: ["token", "id_token", "code token"])
    func `holds no tokens for a client without the implicit grant`(type: String) async throws {
        let browser = Browser(try await .withBrowserLogin())
        try await browser.server.change(client: "app", ["grant_types": ["authorization_code"]])
        let answer = try await browser.authorize(["response_type": type])
        #expect(answer.location?.hasPrefix(Browser.callback + "#error=unauthorized_client&") == true)
    }
}

// OAuth 2.0 Form Post Response Mode.
@Suite struct `An error that travels in a form` {
    @Test(
        arguments: [
            (["prompt": "none"], "login_required", "Login required"),
            (["scope": "\u{7}"], "invalid_scope", "The scope holds characters that are not allowed"),
            (["max_age": "\"><script>"], "invalid_request", "max_age must be a number of seconds"),
            (["response_type": "\"><x>"], "unsupported_response_type", "Unsupported response type: \"><x>"),
        ] as [([String: String], String, String)])
    func `stands in attributes`(parameters: [String: String], error: String, text: String) async throws {
        let browser = Browser(try await .withBrowserLogin())
        let state = "\"><script>alert('1')</script>&amp;"
        let answer = try await browser.authorize(
            parameters.merging(["response_mode": "form_post", "state": state]) { $1 })
        #expect(answer.status == 200)
        #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
        #expect(answer.text.contains("action=\"\(Browser.callback)\""))
        let fields = answer.hidden.mapValues {
            $0.replacing("&quot;", with: "\"").replacing("&lt;", with: "<").replacing("&gt;", with: ">")
        }
        #expect(fields == ["error": error, "error_description": text, "state": state, "iss": TestServer.issuer.url])
        #expect(!answer.text.contains("<script>alert"))
        #expect(!answer.text.contains("\"><"))
    }

    @Test func `is never sent to an application's own scheme`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let answer = try await browser.authorize([
            "response_mode": "form_post", "redirect_uri": "com.example.app:/callback", "prompt": "none",
        ])
        #expect(answer.location?.hasPrefix("com.example.app:/callback?error=login_required&") == true)
    }
}
