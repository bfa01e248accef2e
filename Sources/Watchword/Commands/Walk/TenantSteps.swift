import Foundation
import Identity

/// The documented page's steps, each one call: how a tenant gets its gateway. The tour shows them, the demo makes them.
struct TenantSteps: Sendable {
    let http: WalkHTTP
    let issuer: Issuer

    static let gatewaySecret = "MySecretToSignTheToken"
    static let gatewaySubject = "urn:Auth0"
    static let gatewayAudience = "urn:MySmsGateway"
    static let passwordlessGrant = "http://auth0.com/oauth/grant-type/passwordless/otp"

    func managementToken(clientID: String, secret: String) async throws -> String {
        try await http.call(
            "POST", issuer.url + "oauth/token",
            body: [
                "grant_type": "client_credentials", "client_id": .string(clientID), "client_secret": .string(secret),
                "audience": .string(issuer.managementAudience),
            ]
        ).expecting(200).text("access_token")
    }

    /// The connection whose name is "sms".
    func connection(token: String) async throws -> JSON {
        let list = try await http.call("GET", issuer.managementAudience + "connections", token: token).expecting(200)
        guard let sms = list.array?.first(where: { $0.object?["name"] == "sms" }) else {
            throw WalkFailure(description: "no connection is named \"sms\"")
        }
        return sms
    }

    /// The page's body: the connection's whole options, pointed at a gateway.
    static func gatewayOptions(url: String) -> JSONObject {
        [
            "strategy": "sms", "provider": "sms_gateway", "gateway_url": .string(url), "from": "+1 234 567",
            "template": "Your verification code is: @@password@@", "brute_force_protection": true,
            "forward_req_info": "true", "disable_signup": false, "name": "sms", "syntax": "md_with_macros",
            "totp": ["time_step": 300, "length": 6],
        ]
    }

    /// The page's second block, which makes every call to the gateway a signed one.
    static let gatewayAuthentication: JSON = [
        "method": "bearer", "subject": .string(gatewaySubject), "audience": .string(gatewayAudience),
        "secret": .string(gatewaySecret), "secret_base64_encoded": false,
    ]

    func patchConnection(_ id: String, options: JSONObject, token: String) async throws -> JSON {
        try await http.call(
            "PATCH", issuer.managementAudience + "connections/\(id)", token: token,
            body: ["options": .object(options), "is_domain_connection": false]
        ).expecting(200)
    }

    func createClient(name: String, token: String) async throws -> JSON {
        try await http.call(
            "POST", issuer.managementAudience + "clients", token: token,
            body: ["name": .string(name), "app_type": "native", "token_endpoint_auth_method": "none"]
        ).expecting(201)
    }

    func grantPasswordless(to clientID: String, token: String) async throws {
        _ = try await http.call(
            "PATCH", issuer.managementAudience + "clients/\(clientID)", token: token,
            body: ["grant_types": [.string(TenantSteps.passwordlessGrant)]]
        ).expecting(200)
    }

    func enable(_ clientID: String, on connectionID: String, token: String) async throws {
        _ = try await http.call(
            "PATCH", issuer.managementAudience + "connections/\(connectionID)/clients", token: token,
            body: [["client_id": .string(clientID), "status": true]]
        ).expecting(204)
    }

    /// Asks for a code; the whole exchange, whatever its status.
    func start(clientID: String, phone: String) async throws -> Exchange {
        try await http.call(
            "POST", issuer.url + "passwordless/start",
            body: [
                "client_id": .string(clientID), "connection": "sms", "phone_number": .string(phone), "send": "code",
            ])
    }

    func exchangeCode(_ code: String, clientID: String, phone: String) async throws -> JSON {
        try await http.call(
            "POST", issuer.url + "oauth/token",
            body: [
                "grant_type": .string(TenantSteps.passwordlessGrant), "client_id": .string(clientID),
                "username": .string(phone), "otp": .string(code), "realm": "sms",
                "scope": "openid profile phone",
            ]
        ).expecting(200)
    }
}
