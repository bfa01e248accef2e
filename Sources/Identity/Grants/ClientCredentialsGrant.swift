import Logging

/// A client's own id and secret, for an API that it was granted (contract section 3.2, RFC 6749 section 4.4).
package struct ClientCredentialsGrant: Grant {
    package static let type = "client_credentials"
    package static let needsConfidentialClient = true

    private let with: GrantIngredients
    private var configuration: ConfigurationCache { with.configuration }

    package init(_ with: GrantIngredients) { self.with = with }

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
            let now = with.clock.now()
            let issued: TokenIssuer.Issued
            do {
                issued = try await with.tokens.clientToken(
                    for: client, api: api,
                    AccessTokenTerms(scope: scope, keyThumbprint: request.proof?.thumbprint),
                    keys: configuration.current.keys, at: now)
            } catch { throw TokenRefusal(error) }
            record(.clientCredentialsExchange, "Client Credentials for Access Token", request, client, audience, scope)
            return .issued(
                TokenAnswer(
                    accessToken: issued.token, lifetime: issued.lifetime, idToken: nil, scope: scope,
                    isBoundToKey: request.proof != nil))
        } catch {
            record(.failedClientCredentialsExchange, "\(error.eventText)", request, client, nil, nil)
            return .refused(error)
        }
    }

    private func record(
        _ type: Event.Kind, _ description: String, _ request: TokenRequest, _ client: Client, _ audience: String?,
        _ scope: Scope?
    ) {
        let event = with.event(type, description, request, client, audience: audience, scope: scope)
        with.store.enqueue { tx throws(StoreError) in try tx.append(event) }
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
        default: "Unauthorized"
        }
    }
}
