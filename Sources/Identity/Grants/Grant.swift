import Logging

/// One way to come by tokens at `/oauth/token`. The shared steps are `ExchangeToken`'s; a grant fills in what is its own.
package protocol Grant: Sendable {
    /// The `grant_type` of the wire.
    static var type: String { get }
    /// Whether a confidential client may come without its secret.
    static var needsConfidentialClient: Bool { get }
    /// Carries the grant out for a client that was found, authenticated and allowed this grant.
    func exchange(_ request: TokenRequest, client: Client, logger: Logger) async -> TokenOutcome
}

/// What came to the token endpoint: parameters that are present and not null, and who is calling.
package struct TokenRequest: Sendable {
    package let parameters: JSONObject
    package let credentials: ClientCredentials
    package let caller: Caller
    /// The proof of a key that came with it (RFC 9449), not yet spent; nil where none came.
    package let proof: DPoPProof?

    package init(
        parameters: JSONObject, credentials: ClientCredentials, caller: Caller, proof: DPoPProof? = nil
    ) {
        self.parameters = parameters
        self.credentials = credentials
        self.caller = caller
        self.proof = proof
    }

    /// A parameter that must be text; absent when it is missing or empty.
    func text(_ name: String) -> Result<String?, TokenRefusal> {
        switch parameters[name] {
        case nil: return .success(nil)
        case .string(let text): return .success(text.isEmpty ? nil : text)
        default: return .failure(.invalidRequest("\(name) must be a string"))
        }
    }

    /// A parameter that must be there.
    func required(_ name: String) throws(TokenRefusal) -> String {
        guard let text = try text(name).get() else { throw .invalidRequest("Missing required parameter: \(name)") }
        guard text.utf8.count <= 4_096 else { throw .invalidRequest("\(name) is too long") }
        return text
    }

    /// A parameter that may be there.
    func optional(_ name: String) throws(TokenRefusal) -> String? {
        let text = try text(name).get()
        guard (text?.utf8.count ?? 0) <= 4_096 else { throw .invalidRequest("\(name) is too long") }
        return text
    }

    /// The scopes asked for: space-separated text or an array of texts; nil when absent or empty.
    func scope() throws(TokenRefusal) -> Scope? {
        switch parameters["scope"] {
        case nil: return nil
        case .string(let text):
            guard let scope = Scope(parsing: text) else { throw .invalidScope("The scope is not valid") }
            return scope.isEmpty ? nil : scope
        case .some(let value):
            guard let items = value.strings, let scope = Scope(parsing: items.joined(separator: " ")) else {
                throw .scopeType
            }
            return scope.isEmpty ? nil : scope
        }
    }
}

/// What the token endpoint answers.
package enum TokenOutcome: Sendable {
    case issued(TokenAnswer)
    case refused(TokenRefusal)
}

/// A successful answer (RFC 6749 section 5.1).
package struct TokenAnswer: Sendable {
    package let accessToken: String
    package let lifetime: Duration
    package let idToken: String?
    /// Named when it differs from what was asked for, and always for Management tokens.
    package let scope: Scope?
    package var refreshToken: String?
    /// Whether the tokens are of use only with proofs of a key: `token_type` is then `DPoP` (RFC 9449 section 5).
    package var isBoundToKey = false
}

/// Why there is no token, in the vocabulary of contract section 3.
package enum TokenRefusal: Error, Sendable, Equatable {
    case invalidRequest(String)
    case invalidScope(String)
    case scopeType
    case unsupportedGrantType
    case wrongClient
    case grantNotAllowed(type: String)
    case wrongCode
    /// An authorization code that is unknown, expired, used, or another client's.
    case invalidAuthorizationCode
    case wrongVerifier
    case wrongRedirectURI
    case invalidRefreshToken
    case userGone
    /// A DPoP proof that is missing, spent, or of another key (RFC 9449 section 5).
    case invalidProof(String)
    case tooManyTries
    case waiting(Duration)
    case rateLimited(Duration)
    case blockedUser
    case signupDisabled
    case noAudience
    case unknownAudience(String)
    case clientNotGranted(audience: String)
    case userNotAllowed(clientID: String, audience: String)
    case scopesNotGranted([String])
    case overloaded
    /// Something broke; the reason is for the operator's log.
    case failed(String)

    init(_ error: StoreError) {
        switch error {
        case .overloaded, .closed: self = .overloaded
        case .failed(let reason), .cannotUnseal(let reason): self = .failed(reason)
        case .newerVersion: self = .failed("the store was written by a newer version")
        }
    }

    init(_ error: TokenIssuer.Failure) {
        switch error {
        case .overloaded: self = .overloaded
        case .failed(let reason): self = .failed(reason)
        }
    }
}
