/// What a login through a client may be used for: which API, and which of the scopes that were asked for.
package struct GrantedAccess: Sendable {
    /// Nil for a token that only `/userinfo` takes.
    package let api: API?
    /// What was asked for; nil where the request named no scope.
    package let asked: Scope?
    package let scope: Scope

    package init(api: API?, asked: Scope?, scope: Scope) {
        self.api = api
        self.asked = asked
        self.scope = scope
    }

    /// The scope for the answer: named where it differs from what was asked for (RFC 6749 section 5.1).
    var scopeToName: Scope? { scope == (asked ?? .none) ? nil : scope }
}

/// Decides on API and scopes, the same for every way to log in.
package struct DecideAccess: Sendable {
    private let configuration: ConfigurationCache
    private let issuer: Issuer

    package init(configuration: ConfigurationCache, issuer: Issuer) {
        self.configuration = configuration
        self.issuer = issuer
    }

    /// Refuses an API that is unknown or that the client may not use in a user's name.
    package func decide(
        audience: String?, asked: Scope?, client: Client
    ) async throws(TokenRefusal) -> GrantedAccess {
        if let audience, audience != issuer.userInfoAudience {
            // One that was made a moment ago on another node is not known here yet.
            do { _ = try await configuration.find { $0.api(audience) } } catch { throw TokenRefusal(error) }
        }
        return try decideNow(audience: audience, asked: asked, client: client)
    }

    /// The same by what this node knows, for use within a transaction.
    func decideNow(audience: String?, asked: Scope?, client: Client) throws(TokenRefusal) -> GrantedAccess {
        let api = try api(audience, for: client)
        return GrantedAccess(api: api, asked: asked, scope: scope(asked ?? .none, api: api, client: client))
    }

    /// The API that the token is for; nil for one that only `/userinfo` takes, whether no audience was named or that one.
    private func api(_ audience: String?, for client: Client) throws(TokenRefusal) -> API? {
        guard let audience, audience != issuer.userInfoAudience else { return nil }
        guard let api = configuration.current.api(audience) else { throw .unknownAudience(audience) }
        let isAllowed =
            switch api.userPolicy {
            case "allow_all": !api.isSystem
            case "require_client_grant":
                configuration.current.grant(clientID: client.id, audience: audience, subjectType: "user") != nil
            default: false
            }
        guard isAllowed else { throw .userNotAllowed(clientID: client.id, audience: audience) }
        return api
    }

    /// Of what was asked: the OpenID scopes, those that the API knows, and `offline_access` where client and API allow it.
    private func scope(_ asked: Scope, api: API?, client: Client) -> Scope {
        var known: Set<String> = ["openid", "profile", "email", "phone", "address"]
        if client.grantTypes.contains("refresh_token"), api?.allowsOfflineAccess ?? true {
            known.insert("offline_access")
        }
        if let api {
            if api.userPolicy == "require_client_grant" {
                let grant = configuration.current.grant(
                    clientID: client.id, audience: api.identifier, subjectType: "user")
                known.formUnion(grant?.scopes(of: api) ?? [])
            } else {
                known.formUnion(api.scopes)
            }
        }
        return asked.filter(known.contains)
    }
}
