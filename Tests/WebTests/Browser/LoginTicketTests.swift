import HTTPTypes
import Identity
import TestSupport
import Testing

@Suite struct `A login ticket` {
    private static let shop = ["client_id": "shop", "redirect_uri": "https://shop.example/callback"]

    /// Has a code sent to the shop's page and changes it for a ticket.
    private func ticket(_ browser: Browser) async throws -> String {
        let code = try await browser.server.code(client: "shop")
        let answer = try await browser.server.send(
            .post, "/co/authenticate",
            json: [
                "client_id": "shop", "credential_type": .string(TestServer.otpGrant),
                "username": .string(TestServer.phone), "otp": .string(code), "realm": "sms",
            ], headers: .one("origin", "https://shop.example"))
        #expect(answer.headers[text: "access-control-allow-credentials"] == "true")
        browser.keep(answer)
        return try #require(answer["login_ticket"]?.string)
    }

    // C4.2.
    @Test func `logs in once`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let request = Self.shop.merging(["login_ticket": try await ticket(browser)]) { $1 }
        let cookies = browser.headers()
        #expect(try await browser.authorize(request).answered["code"] != nil)
        let query = Browser.form(Browser.request.merging(request) { $1 })
        let again = try await browser.server.send(.get, "/authorize?" + query, headers: cookies)
        #expect(again.answered["error_description"] == "Unknown login ticket.")
    }

    @Test func `is worth nothing in another browser or for another client`() async throws {
        let browser = Browser(try await .withBrowserLogin())
        let ticket = try await ticket(browser)
        let other = try await Browser(browser.server).authorize(Self.shop.merging(["login_ticket": ticket]) { $1 })
        #expect(other.answered["error"] == "invalid_request")
        #expect(try await browser.authorize(["login_ticket": ticket]).answered["error"] == "invalid_request")
    }
}
