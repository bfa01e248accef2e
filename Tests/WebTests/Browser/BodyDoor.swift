import HTTPTypes
import Identity
import TestSupport
import Testing

/// A URL that takes JSON, with a body that is good there.
struct BodyDoor: Sendable, CustomTestStringConvertible {
    let path: String
    var reader = Reader.program
    /// The members, and what a browser does before.
    let members: @Sendable (Browser) async throws -> JSONObject

    var testDescription: String { path }

    func send(_ body: [UInt8], by browser: Browser, type: String? = "application/json") async throws -> TestAnswer {
        var headers = HTTPFields.one("origin", "https://shop.example")
        headers[.contentType] = type
        return try await browser.send(.post, path, headers: headers, body: body)
    }

    static let all = [
        BodyDoor(path: "/authorize", reader: .person) { _ in
            Browser.request.reduce(into: JSONObject()) { $0[$1.key] = .string($1.value) }
        },
        BodyDoor(path: "/co/authenticate") {
            [
                "client_id": "shop", "credential_type": .string(TestServer.otpGrant), "realm": "sms",
                "username": .string(TestServer.phone), "otp": .string(try await $0.server.code(client: "shop")),
            ]
        },
        BodyDoor(path: "/passwordless/verify") {
            [
                "client_id": "shop", "connection": "sms", "phone_number": .string(TestServer.phone), "scope": "openid",
                "verification_code": .string(try await $0.server.code(client: "shop")),
            ]
        },
        BodyDoor(path: "/oauth/token") {
            [
                "grant_type": "authorization_code", "client_id": "app", "redirect_uri": .string(Browser.callback),
                "code": .string(try await $0.login().answered["code"] ?? ""),
                "code_verifier": .string(Browser.verifier),
            ]
        },
        BodyDoor(path: "/oauth/token") {
            [
                "grant_type": "refresh_token", "client_id": "app", "scope": "openid", "audience": .null,
                "refresh_token": .string(try await $0.tokens().refreshToken),
            ]
        },
        BodyDoor(path: "/oauth/revoke") {
            ["client_id": "app", "token": .string(try await $0.tokens().refreshToken)]
        },
    ]
}
