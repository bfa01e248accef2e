import HTTPTypes
import Hummingbird
import Identity

/// The Authentication API's errors: a status, a code, a sentence (contract sections 2 and 3). The one place where they are worded.
struct OAuthError: Error {
    let status: HTTPResponse.Status
    let code: String
    let description: String
    var uri: String?
    var retryAfter: Duration?
    var limit: RateLimit?
    /// `statusCode` in the body, which Auth0 adds to one error.
    var showsStatus = false

    init(_ status: HTTPResponse.Status, _ code: String, _ description: String) {
        self.status = status
        self.code = code
        self.description = description
    }

    /// The answer.
    var response: Response {
        var body: JSONObject = [:]
        if showsStatus { body["statusCode"] = .int(status.code) }
        body["error"] = .string(code)
        body["error_description"] = .string(description)
        body["error_uri"] = uri.map { .string($0) }
        return Response.json(.object(body), status: status).notStored().with(limit).retry(after: retryAfter)
    }

    static let wrongClient = OAuthError(.unauthorized, "access_denied", "Unauthorized")
    /// An unknown client where no credential was looked at.
    static let unknownClient = OAuthError(.forbidden, "unauthorized_client", "invalid client")
    static let clientAuthenticationRequired = OAuthError(
        .forbidden, "unauthorized_client", "Client authentication is required")
    static let methodNotAllowed = OAuthError(.methodNotAllowed, "method_not_allowed", "Method not allowed")
    static let notFound = OAuthError(.notFound, "not_found", "Not found")

    static func invalidRequest(_ description: String) -> OAuthError {
        OAuthError(.badRequest, "invalid_request", description)
    }

    static func overloaded(after wait: Duration = .seconds(1)) -> OAuthError {
        var error = OAuthError(
            .serviceUnavailable, "temporarily_unavailable",
            "The server is busy. Try again in a moment.")
        error.retryAfter = wait
        return error
    }

    static let broken = OAuthError(
        .internalServerError, "server_error", "The server failed. Its log says why, under this answer's x-request-id.")

    static func tooManyRequests(_ description: String, after wait: Duration?, limit: RateLimit? = nil) -> OAuthError {
        var error = OAuthError(.tooManyRequests, "too_many_requests", description)
        error.retryAfter = wait
        error.limit = limit
        return error
    }

    /// Counts one call of an address, and throws when it is one too many.
    static func check(_ limit: AddressRateLimit?, _ caller: Caller, at now: Timestamp) throws(OAuthError) {
        guard let state = limit?.take(caller.address, at: now), let wait = state.retryAfter else { return }
        throw .tooManyRequests("Too many requests from this address. Try again later.", after: wait, limit: state)
    }
}

extension OAuthError {
    init(_ problem: BodyProblem) {
        switch problem {
        case .tooLarge(let limit):
            self.init(.contentTooLarge, "invalid_request", "The body is larger than \(limit) bytes")
        case .notJSON(let problem): self = .invalidRequest("The body is not JSON: \(problem)")
        case .notAnObject: self = .invalidRequest("The body must be a JSON object")
        case .wrongContentType:
            self = .invalidRequest("The body must be application/json or application/x-www-form-urlencoded")
        case .badForm(let reason): self = .invalidRequest("The form cannot be read: \(reason)")
        case .connectionLost: self = .invalidRequest("The body did not arrive")
        }
    }

    init(_ error: StoreError) {
        switch error {
        case .overloaded, .closed: self = .overloaded()
        case .failed, .newerVersion, .cannotUnseal: self = .broken
        }
    }

    /// Refusals of the token endpoint (contract sections 3.1 and 3.2).
    init(_ refusal: TokenRefusal) {
        switch refusal {
        case .invalidRequest(let text): self = .invalidRequest(text)
        case .invalidScope(let text): self.init(.badRequest, "invalid_scope", text)
        case .scopeType:
            self.init(.badRequest, "invalid_scope", "Scope must be an array or a string")
            showsStatus = true
        case .unsupportedGrantType:
            self.init(.badRequest, "unsupported_grant_type", "Unsupported grant type")
        case .wrongClient: self = .wrongClient
        case .grantNotAllowed(let type):
            self.init(.forbidden, "unauthorized_client", "Grant type '\(type)' not allowed for the client.")
            uri = "https://auth0.com/docs/clients/client-grant-types"
        case .wrongCode: self.init(.forbidden, "invalid_grant", "Wrong phone number or verification code.")
        case .invalidAuthorizationCode: self.init(.forbidden, "invalid_grant", "Invalid authorization code")
        case .wrongVerifier: self.init(.forbidden, "invalid_grant", "Failed to verify code verifier")
        case .wrongRedirectURI:
            self.init(
                .forbidden, "invalid_grant", "The redirect URI is wrong: it must be that of the authorization request")
        case .invalidRefreshToken: self.init(.forbidden, "invalid_grant", "Unknown or invalid refresh token.")
        case .userGone:
            self.init(
                .forbidden, "invalid_grant", "The refresh_token was generated for a user who doesn't exist anymore.")
        case .invalidProof(let reason): self.init(.badRequest, "invalid_dpop_proof", reason)
        case .tooManyTries:
            self.init(
                .forbidden, "invalid_grant", "You've reached the maximum number of attempts. Please try to login again."
            )
        case .waiting(let wait):
            self.init(
                .tooManyRequests, "too_many_attempts",
                "Your account has been blocked after multiple consecutive login attempts. "
                    + "Try again in \(max(1, wait.secondsRoundedUp)) seconds.")
            retryAfter = wait
        case .rateLimited(let wait): self = .tooManyRequests("Too many requests. Try again later.", after: wait)
        case .blockedUser: self.init(.unauthorized, "unauthorized", "user is blocked")
        case .signupDisabled: self.init(.forbidden, "access_denied", "Public signup is disabled")
        case .noAudience:
            self.init(
                .forbidden, "access_denied",
                "No audience parameter was provided, and no default audience has been configured")
        case .unknownAudience(let audience): self.init(.forbidden, "access_denied", "Service not found: \(audience)")
        case .clientNotGranted(let audience):
            self.init(
                .forbidden, "access_denied",
                "Client is not authorized to access \"\(audience)\". You need to create a \"client-grant\" associated to "
                    + "this API. See: https://auth0.com/docs/api/v2#!/Client_Grants/post_client_grants")
        case .userNotAllowed(let clientID, let audience):
            self.init(
                .forbidden, "access_denied",
                "Client \"\(clientID)\" is not authorized to access resource server \"\(audience)\".")
        case .scopesNotGranted(let scopes):
            self.init(
                .forbidden, "access_denied", "Client has not been granted scopes: \(scopes.joined(separator: ", "))")
        case .overloaded: self = .overloaded()
        case .failed: self = .broken
        }
    }
}
