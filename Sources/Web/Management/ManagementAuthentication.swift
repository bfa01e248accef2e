import HTTPTypes
import Hummingbird
import Identity

/// The Management API's door: a bearer token of this server, for this API, of a client that still exists (contract section 8.1).
struct ManagementAuthentication: RouterMiddleware {
    let configuration: ConfigurationCache
    let issuer: Issuer
    let clock: any WallClock
    let limit: ManagementRateLimit?

    func handle(
        _ request: Request, context: WebContext, next: @concurrent (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        let now = clock.now()
        var limitState: RateLimit?
        if let limit {
            let state = limit.take(at: now)
            if state.retryAfter != nil { throw ManagementError.tooManyRequests(state) }
            limitState = state
        }
        guard let header = request.headers[.authorization] else { throw ManagementError.missingAuthentication }
        guard let token = BearerToken.read(header) else { throw ManagementError.badHeader }
        var context = context
        context.managementCaller = try await caller(token, at: now)
        return try await next(request, context).with(limitState)
    }

    private func caller(_ token: String, at now: Timestamp) async throws -> ManagementCaller {
        guard let parsed = JWS.Parsed(token), let kid = parsed.kid else { throw ManagementError.token("Invalid token") }
        guard try await configuration.find({ $0.keys.entry(kid: kid) }) != nil,
            parsed.isSigned(by: configuration.current.keys)
        else { throw ManagementError.token("Invalid signature received for JSON Web Token validation") }
        // A token that is bound to a key is worth nothing without the proof of it, and no proof is taken here (RFC 9449 section 7.2).
        guard parsed.claims["cnf"] == nil, parsed.claims["iss"]?.string == issuer.url,
            parsed.claims["aud"]?.string == issuer.managementAudience
                || parsed.claims["aud"]?.strings?.contains(issuer.managementAudience) == true
        else { throw ManagementError.token("Invalid token") }
        guard let expiry = parsed.claims["exp"]?.integer, expiry > now.seconds else {
            throw ManagementError.token("Expired token received for JSON Web Token validation")
        }
        // A token in a user's name opens nothing here, whatever its scopes.
        guard let clientID = parsed.claims["azp"]?.string ?? parsed.claims["client_id"]?.string,
            parsed.claims["sub"]?.string == "\(clientID)@clients",
            try await configuration.find({ $0.client(clientID) }) != nil
        else { throw ManagementError.token("Invalid token") }
        let scopes = Set(Scope.words(parsed.claims["scope"]?.string ?? ""))
        return ManagementCaller(clientID: clientID, scopes: scopes)
    }
}
