import Identity
import TestSupport
import Testing

@Suite struct `What the browser flow reads of a client` {
    @Test func `is empty or off where nobody said`() {
        let client = Client.sample(properties: ["app_type": nil])
        #expect(client.callbacks.isEmpty)
        #expect(client.allowedLogoutURLs.isEmpty)
        #expect(client.applicationType == nil)
        #expect(client.isFirstParty)
        #expect(!client.isPublic)
        #expect(!client.allowsCrossOriginAuthentication)
        #expect(!client.requiresProofOfPossession)
        #expect(client.logoURI == nil)
    }

    @Test(arguments: ["cross_origin_authentication", "cross_origin_auth"])
    func `allows pages to log in under either name`(member: String) {
        #expect(Client.sample(properties: .init(dictionaryLiteral: (member, true))).allowsCrossOriginAuthentication)
    }

    @Test func `is what was registered`() {
        let client = Client.sample(properties: [
            "callbacks": ["https://a.example/cb"], "web_origins": ["https://a.example"],
            "allowed_origins": ["https://b.example"], "allowed_logout_urls": ["https://a.example/bye"],
            "app_type": "native", "is_first_party": false, "require_proof_of_possession": true,
            "token_endpoint_auth_method": "none", "initiate_login_uri": "https://a.example/login", "logo_uri": "",
        ])
        #expect(client.callbacks == ["https://a.example/cb"])
        #expect(client.webOrigins == ["https://a.example"])
        #expect(client.allowedOrigins == ["https://b.example"])
        #expect(client.allowedLogoutURLs == ["https://a.example/bye"])
        #expect(client.applicationType == "native")
        #expect(!client.isFirstParty)
        #expect(client.isPublic)
        #expect(client.requiresProofOfPossession)
        #expect(client.initiateLoginURI == "https://a.example/login")
        #expect(client.logoURI == nil)
    }

    @Test func `is a confidential client where it has keys`() {
        let client = Client.sample(properties: [
            "token_endpoint_auth_method": nil,
            "client_authentication_methods": [
                "private_key_jwt": ["credentials": [["id": "cred_a"], ["id": "cred_b"]]]
            ],
        ])
        #expect(client.authenticationMethod == .privateKeyJWT)
        #expect(client.assertionCredentialIDs == ["cred_a", "cred_b"])
        #expect(!client.isPublic)
    }
}
