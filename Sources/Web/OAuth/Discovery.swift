import Hummingbird
import Identity

/// `GET /.well-known/openid-configuration` (contract section 5.3), holding only what this server offers.
struct Discovery: Sendable {
    private let document: JSONObject
    private let endSession: String

    let configuration: ConfigurationCache

    init(issuer: Issuer, grantTypes: [String], configuration: ConfigurationCache) {
        self.configuration = configuration
        let document: JSONObject = [
            "issuer": .string(issuer.url),
            "authorization_endpoint": .string(issuer.url + "authorize"),
            "token_endpoint": .string(issuer.url + "oauth/token"),
            "revocation_endpoint": .string(issuer.url + "oauth/revoke"),
            "userinfo_endpoint": .string(issuer.url + "userinfo"),
            "jwks_uri": .string(issuer.url + ".well-known/jwks.json"),
            "scopes_supported": ["openid", "profile", "offline_access", "phone"],
            "response_types_supported": .strings(ResponseType.all.map(\.text)),
            "response_modes_supported": .strings(ResponseMode.allCases.map(\.rawValue)),
            "code_challenge_methods_supported": ["S256"],
            "prompt_values_supported": .strings(Prompt.allCases.map(\.rawValue)),
            "ui_locales_supported": .strings(PageLanguage.all.map(\.code)),
            "authorization_response_iss_parameter_supported": true,
            "dpop_signing_alg_values_supported": .strings(ProofAlgorithm.allCases.map(\.rawValue)),
            "token_endpoint_auth_signing_alg_values_supported": ["RS256", "RS384", "PS256"],
            "grant_types_supported": .strings((grantTypes + ["implicit"]).sorted()),
            "subject_types_supported": ["public"],
            // Its place in the document; `handle` says which.
            "id_token_signing_alg_values_supported": [],
            "token_endpoint_auth_methods_supported": .strings(
                ClientAuthenticationMethod.allCases.map(\.rawValue)),
            "claims_supported": [
                "aud", "at_hash", "auth_time", "amr", "c_hash", "exp", "family_name", "given_name", "iat", "iss",
                "name", "nickname", "nonce",
                "phone_number", "phone_number_verified", "picture", "sid", "sub", "updated_at",
            ],
            "request_parameter_supported": false,
            "request_uri_parameter_supported": false,
        ]
        self.document = document
        endSession = issuer.url + "oidc/logout"
    }

    func handle(_ request: Request, _ context: WebContext) -> Response {
        var document = document
        let configuration = configuration.current
        document["id_token_signing_alg_values_supported"] = .strings(configuration.signingAlgorithms.map(\.rawValue))
        if configuration.settings.namesEndSessionEndpoint {
            document["end_session_endpoint"] = .string(endSession)
        }
        return CrossOrigin.openToAll(.json(.object(document)))
    }
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
