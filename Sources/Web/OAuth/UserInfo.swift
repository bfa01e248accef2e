import HTTPTypes
import Hummingbird
import Identity

/// `GET` and `POST /userinfo` (contract section 5.5): who a token speaks of. The user is looked up on every call, so the token of
/// one who was blocked or deleted is dead at once.
struct UserInfo: Sendable {
    let store: any Store
    let vault: Vault
    let issuer: Issuer
    let configuration: ConfigurationCache
    let clock: any WallClock

    func handle(_ request: Request, _ context: WebContext) async throws -> Response {
        if let refusal = CrossOrigin.refusal(request, allowed: configuration.current.origins.contains) {
            return refusal
        }
        return CrossOrigin.open(try await answer(request), to: request)
    }

    private func answer(_ request: Request) async throws -> Response {
        guard let header = request.headers[.authorization] else { return UserInfo.refusal(nil, "Unauthorized") }
        guard let token = BearerToken.read(header), let subject = try await subject(of: token) else {
            return UserInfo.refusal("invalid_token", "The access token is invalid or has expired")
        }
        guard subject.scope.contains("openid") else {
            return UserInfo.refusal("insufficient_scope", "The access token lacks the scope openid", status: .forbidden)
        }
        let user = try await store.read { tx throws(StoreError) in try tx.user(id: subject.userID) }
        guard let user, !user.isBlocked else {
            return UserInfo.refusal("invalid_token", "The access token's user does not exist or is blocked")
        }
        var body: JSONObject = ["sub": .string(user.id)]
        for (name, value) in UserClaims.of(user, scope: subject.scope) { body[name] = value }
        return Response.json(.object(body)).notStored()
    }

    /// The user and scopes of a token that is good here: an opaque one, or a JWT whose audience names this endpoint.
    private func subject(of token: String) async throws -> (userID: String, scope: Scope)? {
        let now = clock.now()
        if let opaque = vault.readOpaque(token).flatMap(OpaqueToken.init) {
            return opaque.expiresAt > now ? (opaque.userID, opaque.scope) : nil
        }
        guard let parsed = JWS.Parsed(token), let kid = parsed.kid,
            try await configuration.find({ $0.keys.entry(kid: kid) }) != nil,
            parsed.isSigned(by: configuration.current.keys),
            parsed.claims["iss"]?.string == issuer.url,
            parsed.claims["aud"]?.strings?.contains(issuer.userInfoAudience) == true,
            let expiry = parsed.claims["exp"]?.integer, expiry > now.seconds,
            let userID = parsed.claims["sub"]?.string,
            let scope = Scope(parsing: parsed.claims["scope"]?.string ?? "")
        else { return nil }
        return (userID, scope)
    }

    private static func refusal(
        _ error: String?, _ description: String, status: HTTPResponse.Status = .unauthorized
    ) -> Response {
        var answer = OAuthError(status, error ?? "invalid_token", description).response
        answer.headers[.wwwAuthenticate] =
            error.map { "Bearer realm=\"Users\", error=\"\($0)\", error_description=\"\(description)\"" }
            ?? "Bearer realm=\"Users\""
        return answer
    }
}

/// `Authorization: Bearer` (RFC 6750 section 2.1).
enum BearerToken {
    static func read(_ header: String) -> String? {
        let space = UInt8(ascii: " ")
        guard header.utf8.count <= 16_384, header.prefix(7).lowercased() == "bearer " else { return nil }
        let token = header.utf8.dropFirst(7).drop { $0 == space }
        return token.isEmpty || token.contains(space) ? nil : String(token)
    }
}
