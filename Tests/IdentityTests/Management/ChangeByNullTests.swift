import Identity
import TestSupport
import Testing

@Suite struct `A null in a change` {
    @Test func `gives a client's member its default back`() throws {
        let client = Client.sample(properties: ["grant_types": ["implicit"], "description": "Old"])
        let changed = try ClientPatch(["grant_types": nil, "description": nil]).apply(to: client)
        #expect(
            changed.grantTypes == ["authorization_code", "implicit", "refresh_token", "client_credentials"])
        #expect(changed.properties["description"] == nil)
    }

    @Test func `gives an API's member its default back`() throws {
        let api = API.sample(properties: ["verificationLocation": "https://a.example/"])
        let changed = try APIPatch(["verificationLocation": nil]).apply(to: api)
        #expect(changed.properties["verificationLocation"] == nil)
    }

    @Test func `takes a client grant's member away`() throws {
        var grant = ClientGrant.sample()
        grant.properties = ["organization_usage": "deny"]
        #expect(try ClientGrant.Patch(["organization_usage": nil]).apply(to: grant).properties == [:])
    }

    @Test func `takes a user's member away`() throws {
        let user = User.sample(properties: ["nickname": "Jay", "given_name": "Jane"])
        let changed = try UserPatch(["nickname": nil]).apply(to: user, at: ManualClock.start)
        #expect(changed.properties == ["given_name": "Jane"])
    }

    @Test func `takes a member of metadata away`() {
        #expect(Metadata.merge(["a": nil, "b": 2], into: ["a": 1, "c": 3]) == ["c": 3, "b": 2])
    }

    @Test func `takes a setting and a flag away`() throws {
        let settings = try TenantSettings.Patch(
            ["session_lifetime": 720, "friendly_name": "Acme", "flags": ["enable_sso": true]]
        ).apply(to: TenantSettings())
        let changed = try TenantSettings.Patch(
            ["session_lifetime": nil, "friendly_name": nil, "flags": ["enable_sso": nil]]
        ).apply(to: settings)
        #expect(changed == TenantSettings())
    }
}
