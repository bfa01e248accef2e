import Hummingbird
import Identity

/// `GET /.well-known/openid-configuration` (contract section 5.3), holding only what this server offers.
struct Discovery: Sendable {
    private let text: [UInt8]

    init(issuer: Issuer, grantTypes: [String]) {
        let document: JSON = [
            "issuer": .string(issuer.url),
            "token_endpoint": .string(issuer.url + "oauth/token"),
            "userinfo_endpoint": .string(issuer.url + "userinfo"),
            "jwks_uri": .string(issuer.url + ".well-known/jwks.json"),
            "scopes_supported": ["openid", "profile", "phone"],
            "response_types_supported": [],
            "grant_types_supported": .strings(grantTypes),
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": .strings(SigningAlgorithm.allCases.map(\.rawValue)),
            "token_endpoint_auth_methods_supported": .strings(ClientAuthenticationMethod.allCases.map(\.rawValue)),
            "claims_supported": [
                "aud", "auth_time", "amr", "exp", "family_name", "given_name", "iat", "iss", "name", "nickname",
                "phone_number", "phone_number_verified", "picture", "sub", "updated_at",
            ],
            "request_parameter_supported": false,
            "request_uri_parameter_supported": false,
        ]
        text = document.serialized()
    }

    func handle(_ request: Request, _ context: WebContext) -> Response { CrossOrigin.openToAll(.json(text: text)) }
}

/// `GET /.well-known/jwks.json`: the keys that verify tokens, the next one among them.
struct JWKS: Sendable {
    let configuration: ConfigurationCache

    func handle(_ request: Request, _ context: WebContext) -> Response {
        var answer = CrossOrigin.openToAll(.json(text: configuration.current.jwks))
        answer.headers[.cacheControl] = "public, max-age=15, stale-while-revalidate=15, stale-if-error=86400"
        return answer
    }
}
