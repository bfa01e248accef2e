import Identity
import TestSupport
import Testing

@Suite struct `The Management API's record` {
    private let api = ManagementAPI.make(
        issuer: Issuer(url: "https://login.example.com"), id: "0123456789abcdef01234567", at: ManualClock.start)

    @Test func `is named after the issuer, with the slash at the end`() {
        #expect(api.identifier == "https://login.example.com/api/v2/")
        #expect(api.isSystem)
        #expect(api.properties["name"] == "Auth0 Management API")
    }

    @Test func `knows each scope once`() {
        #expect(Set(api.scopes).count == api.scopes.count)
        #expect(api.scopes == ManagementAPI.scopes.map(\.value))
    }

    @Test func `makes no tokens in users' names`() {
        #expect(api.userPolicy == "deny_all")
        #expect(api.clientPolicy == "require_client_grant")
    }

    @Test func `offers no scope for one's own user, whom a client is not`() {
        #expect(!api.scopes.contains { $0.contains("current_user") })
    }
}
