import HTTPTypes
import Hummingbird
import Identity

/// `GET` and `POST /userinfo` (contract section 5.5): who a token speaks of. User and login are looked up on every call, so the
/// token of one who was blocked or deleted is dead at once, and that of a login that was revoked.
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
        guard let token = PresentedToken.read(header), let subject = try await subject(of: token.text),
            token.isOfKey == (subject.keyThumbprint != nil)
        else { return UserInfo.refusal("invalid_token", "The access token is invalid or has expired") }
        let proof: DPoPProof?
        do throws(OAuthError) { proof = try self.proof(request, token, subject) } catch {
            return UserInfo.refusal(error.code, error.description, scheme: "DPoP")
        }
        guard subject.scope.contains("openid") else {
            return UserInfo.refusal("insufficient_scope", "The access token lacks the scope openid", status: .forbidden)
        }
        guard try await proof.asyncMap(spend) ?? true else {
            return UserInfo.refusal("invalid_dpop_proof", "The proof was used before", scheme: "DPoP")
        }
        let (isRevoked, user) = try await store.read { tx throws(StoreError) in
            let isRevoked = try subject.grantID.map { id throws(StoreError) in try tx.isSpent(.grant, id: id) }
            return (isRevoked ?? false, try tx.user(id: subject.userID))
        }
        guard !isRevoked else { return UserInfo.refusal("invalid_token", "The access token was revoked") }
        guard try await configuration.find({ $0.client(subject.clientID) }) != nil else {
            return UserInfo.refusal("invalid_token", "The client of the access token does not exist any more")
        }
        guard let user, !user.isBlocked else {
            return UserInfo.refusal("invalid_token", "The access token's user does not exist or is blocked")
        }
        var body: JSONObject = ["sub": .string(user.id)]
        for (name, value) in UserClaims.of(user, scope: subject.scope) { body[name] = value }
        return Response.json(.object(body)).notStored()
    }

    /// What a token that is good here says.
    private struct Subject: Sendable {
        let userID: String
        let clientID: String
        let scope: Scope
        let grantID: String?
        let keyThumbprint: String?
    }

    /// An opaque token, or a JWT whose audience names this endpoint.
    private func subject(of token: String) async throws -> Subject? {
        let now = clock.now()
        if let opaque = vault.readOpaque(token).flatMap(OpaqueToken.init) {
            guard opaque.expiresAt > now else { return nil }
            return Subject(
                userID: opaque.userID, clientID: opaque.clientID, scope: opaque.scope, grantID: opaque.grantID,
                keyThumbprint: opaque.keyThumbprint)
        }
        guard let parsed = JWS.Parsed(token), let kid = parsed.kid,
            try await configuration.find({ $0.keys.entry(kid: kid) }) != nil,
            parsed.isSigned(by: configuration.current.keys),
            parsed.claims["iss"]?.string == issuer.url,
            parsed.claims["aud"]?.strings?.contains(issuer.userInfoAudience) == true,
            let expiry = parsed.claims["exp"]?.integer, expiry > now.seconds,
            let userID = parsed.claims["sub"]?.string,
            let clientID = (parsed.claims["azp"] ?? parsed.claims["client_id"])?.string,
            let scope = Scope(parsing: parsed.claims["scope"]?.string ?? "")
        else { return nil }
        return Subject(
            userID: userID, clientID: clientID, scope: scope,
            grantID: parsed.claims["jti"]?.string.flatMap(AccessTokenID.grantID),
            keyThumbprint: DPoPProof.thumbprint(in: parsed.claims))
    }

    /// The proof that a token which is bound to a key must come with (RFC 9449 section 7.1).
    private func proof(
        _ request: Request, _ token: PresentedToken, _ subject: Subject
    ) throws(OAuthError) -> DPoPProof? {
        guard let thumbprint = subject.keyThumbprint else { return nil }
        let headers = request.headers[values: .dpop]
        guard let header = headers.first, headers.count == 1 else {
            throw OAuthError(.unauthorized, "invalid_dpop_proof", "One DPoP header must prove the token's key")
        }
        let checked = DPoPProof.check(
            header, method: request.method.rawValue, url: issuer.userInfoAudience, accessToken: token.text,
            at: clock.now())
        guard case .success(let proof) = checked, proof.thumbprint == thumbprint else {
            throw OAuthError(.unauthorized, "invalid_dpop_proof", "The proof does not fit the token and this call")
        }
        return proof
    }

    private func spend(_ proof: DPoPProof) async throws -> Bool {
        try await store.write { tx throws(StoreError) in
            try tx.spend(.dpopProof, id: proof.id, until: proof.usableUntil)
        }
    }

    private static func refusal(
        _ error: String?, _ description: String, status: HTTPResponse.Status = .unauthorized, scheme: String = "Bearer"
    ) -> Response {
        var answer = OAuthError(status, error ?? "invalid_token", description).response
        answer.headers[.wwwAuthenticate] =
            error.map { "\(scheme) realm=\"Users\", error=\"\($0)\", error_description=\"\(description)\"" }
            ?? "\(scheme) realm=\"Users\""
        return answer
    }
}

extension Optional where Wrapped: Sendable {
    fileprivate func asyncMap<T: Sendable>(_ body: (Wrapped) async throws -> T) async rethrows -> T? {
        guard let self else { return nil }
        return try await body(self)
    }
}

/// A token as the `Authorization` header shows it (RFC 6750 section 2.1, RFC 9449 section 7.1).
struct PresentedToken: Sendable {
    let text: String
    /// Whether it was shown as one that is bound to a key.
    let isOfKey: Bool

    static func read(_ header: String) -> PresentedToken? {
        if let text = BearerToken.read(header) { return PresentedToken(text: text, isOfKey: false) }
        guard header.utf8.count <= 16_384, header.prefix(5).lowercased() == "dpop " else { return nil }
        let token = header.utf8.dropFirst(5).drop { $0 == UInt8(ascii: " ") }
        return token.isEmpty || token.contains(UInt8(ascii: " "))
            ? nil : PresentedToken(text: String(token) ?? "", isOfKey: true)
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
