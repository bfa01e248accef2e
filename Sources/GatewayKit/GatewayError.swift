/// Why a gateway refuses a request: either what it was asked to send, or who asked.
public enum GatewayError: Error, Sendable, Equatable, CaseIterable {
    /// The body is not a JSON object.
    case notJSON
    /// `recipient` is absent, empty or not a string.
    case missingRecipient
    /// `body` is absent, empty or not a string.
    case missingBody
    /// The body is longer than ``GatewayMessage/maximumBytes``.
    case tooLarge

    /// There is no `Authorization: Bearer` header.
    case missingToken
    /// What follows `Bearer` is not a JSON Web Token this library can read.
    case malformedToken
    /// The token says that it was made with another algorithm than HS256, or with none.
    case wrongAlgorithm
    /// The token was not signed with this gateway's secret, or was changed afterwards.
    case wrongSignature
    /// `aud` is absent or names another gateway.
    case wrongAudience
    /// `sub` is absent or names another sender.
    case wrongSubject
    /// `exp` is absent, and this gateway asks for it.
    case missingExpiry
    /// `exp` has passed, the leeway included.
    case expired
    /// `iat` or `nbf` lies ahead, beyond the leeway: one of the two clocks is wrong.
    case issuedInTheFuture

    /// The secret given to ``GatewayVerifier`` is empty or not base64url. A fault of the gateway's settings.
    case malformedSecret

    /// The HTTP status to answer with: 401 for the token, 400 or 413 for the message, 500 for the gateway's own settings.
    public var status: Int {
        switch self {
        case .notJSON, .missingRecipient, .missingBody: 400
        case .tooLarge: 413
        case .missingToken, .malformedToken, .wrongAlgorithm, .wrongSignature, .wrongAudience, .wrongSubject,
            .missingExpiry, .expired, .issuedInTheFuture:
            401
        case .malformedSecret: 500
        }
    }

    /// A word for programs, stable and in lower case, for instance `wrong_audience`.
    public var code: String {
        switch self {
        case .notJSON: "not_json"
        case .missingRecipient: "missing_recipient"
        case .missingBody: "missing_body"
        case .tooLarge: "too_large"
        case .missingToken: "missing_token"
        case .malformedToken: "malformed_token"
        case .wrongAlgorithm: "wrong_algorithm"
        case .wrongSignature: "wrong_signature"
        case .wrongAudience: "wrong_audience"
        case .wrongSubject: "wrong_subject"
        case .missingExpiry: "missing_expiry"
        case .expired: "expired"
        case .issuedInTheFuture: "issued_in_the_future"
        case .malformedSecret: "malformed_secret"
        }
    }
}

extension GatewayError: CustomStringConvertible {
    /// One sentence for a log or an operator. It holds nothing of the request and nothing of the secret.
    public var description: String {
        switch self {
        case .notJSON: "The body is not a JSON object."
        case .missingRecipient: "The message has no recipient."
        case .missingBody: "The message has no body."
        case .tooLarge: "The body is larger than 64 KiB."
        case .missingToken: "There is no Authorization header with a Bearer token."
        case .malformedToken: "The token is not a readable JSON Web Token."
        case .wrongAlgorithm: "The token is not signed with HS256."
        case .wrongSignature: "The token's signature does not fit this gateway's secret."
        case .wrongAudience: "The token is meant for another audience."
        case .wrongSubject: "The token is about another subject."
        case .missingExpiry: "The token never expires, and this gateway asks for an expiry."
        case .expired: "The token has expired."
        case .issuedInTheFuture: "The token was issued in the future: compare the two clocks."
        case .malformedSecret: "The secret is empty or not base64url."
        }
    }
}
