import Logging

/// A client's own id and secret, for an API that it was granted (contract section 3.2, RFC 6749 section 4.4).
package struct ClientCredentialsGrant: Grant {
    package static let type = "client_credentials"
    package static let needsConfidentialClient = true

    private let tokens: TokenIssuer
    private let configuration: ConfigurationCache
    private let store: any Store
    private let clock: any WallClock
    private let random: any RandomSource

    package init(
        tokens: TokenIssuer, configuration: ConfigurationCache, store: any Store, clock: any WallClock,
        random: any RandomSource
    ) {
        self.tokens = tokens
        self.configuration = configuration
        self.store = store
        self.clock = clock
        self.random = random
    }

    package func exchange(_ request: TokenRequest, client: Client, logger: Logger) async -> TokenOutcome {
        do throws(TokenRefusal) {
            let asked = try request.scope()
            guard let audience = try request.optional("audience") ?? configuration.current.settings.defaultAudience
            else { throw .noAudience }
            let api: API?
            let grant: ClientGrant?
            do {
                api = try await configuration.find { $0.api(audience) }
                grant = try await configuration.find { $0.grant(clientID: client.id, audience: audience) }
            } catch { throw TokenRefusal(error) }
            guard let api else { throw .unknownAudience(audience) }
            guard let grant, api.clientPolicy != "deny_all" else { throw .clientNotGranted(audience: audience) }
            let granted = Scope(grant.scopes(of: api))
            let missing = (asked ?? .none).filter { !granted.contains($0) }
            guard missing.isEmpty else { throw .scopesNotGranted(missing.values) }
            let scope = asked ?? granted
            let now = clock.now()
            let issued: TokenIssuer.Issued
            do {
                issued = try await tokens.clientToken(
                    for: client, api: api, scope: scope, keys: configuration.current.keys, at: now)
            } catch { throw TokenRefusal(error) }
            record(.clientCredentialsExchange, "Client Credentials for Access Token", request, client, audience, scope)
            return .issued(
                TokenAnswer(accessToken: issued.token, lifetime: issued.lifetime, idToken: nil, scope: scope))
        } catch {
            record(.failedClientCredentialsExchange, "\(error.eventText)", request, client, nil, nil)
            return .refused(error)
        }
    }

    private func record(
        _ type: Event.Kind, _ description: String, _ request: TokenRequest, _ client: Client, _ audience: String?,
        _ scope: Scope?
    ) {
        let now = clock.now()
        var event = Event(type, id: Event.newID(at: now, random), at: now, description: description)
        event.clientID = client.id
        event.clientName = client.name
        event.ip = request.caller.address.description
        event.userAgent = request.caller.userAgent
        event.audience = audience
        event.scope = scope?.text
        store.enqueue { [event] tx throws(StoreError) in try tx.append(event) }
    }
}

extension TokenRefusal {
    /// The refusal in a word or two, for the event.
    fileprivate var eventText: String {
        switch self {
        case .noAudience: "No audience parameter was provided"
        case .unknownAudience: "Service not found"
        case .clientNotGranted: "Client is not authorized to access the API"
        case .scopesNotGranted: "Client has not been granted scopes"
        case .invalidScope, .scopeType: "Invalid scope"
        case .overloaded, .failed: "The server could not make a token"
        case .invalidRequest, .unsupportedGrantType, .wrongClient, .grantNotAllowed, .wrongCode, .tooManyTries,
            .waiting,
            .rateLimited, .blockedUser, .signupDisabled, .userNotAllowed:
            "Unauthorized"
        }
    }
}
