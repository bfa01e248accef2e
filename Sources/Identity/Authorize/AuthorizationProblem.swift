/// Why a request to `/authorize` is not carried out.
package enum AuthorizationProblem: Error, Sendable, Equatable {
    /// Neither the client nor where it wants the answer is sure: nothing is sent anywhere, a page explains it.
    case page(AuthorizationError)
    /// The client gets the error at its redirect URI.
    case answer(AuthorizationError, AuthorizationAnswer.Destination)
    /// The server cannot at the moment.
    case unavailable
    /// The server failed; the reason is for the operator's log.
    case failed(String)

    package init(_ error: StoreError) {
        switch TokenRefusal(error) {
        case .failed(let reason): self = .failed(reason)
        default: self = .unavailable
        }
    }
}

/// An error of the authorization endpoint: a code and a sentence for the developer (RFC 6749 section 4.1.2.1, OpenID Connect Core
/// section 3.1.2.6).
package struct AuthorizationError: Error, Sendable, Equatable {
    package let code: String
    package let description: String

    package init(_ code: String, _ description: String) {
        self.code = code
        self.description = description
    }

    package static func invalidRequest(_ description: String) -> AuthorizationError {
        AuthorizationError("invalid_request", description)
    }
    package static let loginRequired = AuthorizationError("login_required", "Login required")
    package static let consentRequired = AuthorizationError("consent_required", "Consent required")
    package static let interactionRequired = AuthorizationError("interaction_required", "Interaction required")
    package static let userBlocked = AuthorizationError("unauthorized", "user is blocked")
    package static let consentDenied = AuthorizationError("access_denied", "User did not authorize the request")
    package static let unknownTicket = AuthorizationError("invalid_request", "Unknown login ticket.")

    /// How the shared checks of API and scope are worded here (contract section 5.1).
    init?(_ refusal: TokenRefusal) {
        switch refusal {
        case .unknownAudience(let audience): self.init("access_denied", "Service not found: \(audience)")
        case .userNotAllowed(let clientID, let audience):
            self.init(
                "invalid_request", "Client \"\(clientID)\" is not authorized to access resource server \"\(audience)\"."
            )
        case .blockedUser: self = .userBlocked
        case .invalidRequest(let text): self = .invalidRequest(text)
        case .invalidScope(let text): self.init("invalid_scope", text)
        default: return nil
        }
    }
}

/// What goes back to the client through the browser.
package struct AuthorizationAnswer: Sendable {
    /// Where it goes and how.
    package struct Destination: Sendable, Equatable {
        package let clientID: String
        package let redirectURI: RedirectURI
        package let mode: ResponseMode
        package let state: String?

        package init(clientID: String, redirectURI: RedirectURI, mode: ResponseMode, state: String?) {
            self.clientID = clientID
            self.redirectURI = redirectURI
            self.mode = mode
            self.state = state
        }

        package init(_ request: AuthorizationRequest) {
            self.init(
                clientID: request.clientID, redirectURI: request.redirectURI, mode: request.responseMode,
                state: request.state)
        }
    }

    package let destination: Destination
    /// In the order of the wire, `state` and `iss` among them (RFC 9207).
    package let fields: [(name: String, value: String)]

    init(_ destination: Destination, _ fields: [(String, String)], issuer: Issuer) {
        self.destination = destination
        var all = fields.map { (name: $0.0, value: $0.1) }
        if let state = destination.state { all.append(("state", state)) }
        all.append(("iss", issuer.url))
        self.fields = all
    }

    /// An error, to the client.
    package init(_ error: AuthorizationError, to destination: Destination, issuer: Issuer) {
        self.init(
            destination, [("error", error.code), ("error_description", error.description)], issuer: issuer)
    }
}
