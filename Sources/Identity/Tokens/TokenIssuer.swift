/// Makes the tokens of a token answer (contract section 5.4). Signs only what was asked for.
package struct TokenIssuer: Sendable {
    private let issuer: Issuer
    private let vault: Vault
    private let signer: any TokenSigner
    private let random: any RandomSource

    package init(issuer: Issuer, vault: Vault, signer: any TokenSigner, random: any RandomSource) {
        self.issuer = issuer
        self.vault = vault
        self.signer = signer
        self.random = random
    }

    /// Why no token could be made.
    package enum Failure: Error, Sendable {
        case overloaded
        case failed(String)
    }

    /// An access token and how long it lives.
    package struct Issued: Sendable {
        package let token: String
        package let lifetime: Duration
    }

    /// The life of an access token that is good for `/userinfo` alone.
    package static let opaqueLifetime = Duration.seconds(86_400)

    /// The audience of tokens that are good for `/userinfo` alone.
    var userInfoAudience: String { issuer.userInfoAudience }

    /// A token in a user's name for an API.
    package func accessToken(
        for user: User, client: Client, api: API, scope: Scope, keys: KeyRing, at time: Timestamp
    ) async throws(Failure) -> Issued {
        var audience = JSON.string(api.identifier)
        if scope.contains("openid"), api.algorithm != .hs256 {
            audience = [.string(api.identifier), .string(issuer.userInfoAudience)]
        }
        return try await accessToken(
            subject: user.id, audience: audience, client: client, api: api, scope: scope, grantType: nil, keys: keys,
            at: time)
    }

    /// A token in a client's own name (RFC 6749 section 4.4).
    package func clientToken(
        for client: Client, api: API, scope: Scope, keys: KeyRing, at time: Timestamp
    ) async throws(Failure) -> Issued {
        try await accessToken(
            subject: "\(client.id)@clients", audience: .string(api.identifier), client: client, api: api, scope: scope,
            grantType: "client-credentials", keys: keys, at: time)
    }

    /// A token without an API: only this server can read it, and only `/userinfo` takes it.
    package func opaqueToken(for user: User, client: Client, scope: Scope, at time: Timestamp) throws(Failure) -> Issued
    {
        let content = OpaqueToken(
            userID: user.id, clientID: client.id, scope: scope, expiresAt: time + TokenIssuer.opaqueLifetime)
        do {
            return Issued(token: try vault.makeOpaque(content.bytes), lifetime: TokenIssuer.opaqueLifetime)
        } catch { throw .failed("\(error)") }
    }

    /// An ID token (OpenID Connect Core section 2).
    package func idToken(
        for user: User, client: Client, scope: Scope, nonce: String? = nil, keys: KeyRing, at time: Timestamp
    ) async throws(Failure) -> String {
        var claims: JSONObject = UserClaims.of(user, scope: scope)
        claims["iss"] = .string(issuer.url)
        claims["sub"] = .string(user.id)
        claims["aud"] = .string(client.id)
        claims["iat"] = .int(time.seconds)
        claims["exp"] = .int((time + client.idTokenLifetime).seconds)
        claims["auth_time"] = .int(time.seconds)
        claims["amr"] = ["sms"]
        claims["nonce"] = nonce.map { .string($0) }
        return try await sign(
            claims, algorithm: client.idTokenAlgorithm, secret: client.secret, type: "JWT", keys: keys)
    }

    private func accessToken(
        subject: String, audience: JSON, client: Client, api: API, scope: Scope, grantType: String?, keys: KeyRing,
        at time: Timestamp
    ) async throws(Failure) -> Issued {
        var claims: JSONObject = [
            "iss": .string(issuer.url), "sub": .string(subject), "aud": audience, "iat": .int(time.seconds),
            "exp": .int((time + api.tokenLifetime).seconds),
        ]
        if !scope.isEmpty { claims["scope"] = .string(scope.text) }
        let isProfile = api.dialect == .rfc9068 || api.dialect == .rfc9068Authz
        if isProfile {
            claims["jti"] = .string(random.alphanumerics(22))
            claims["client_id"] = .string(client.id)
        } else {
            claims["gty"] = grantType.map { .string($0) }
            claims["azp"] = .string(client.id)
        }
        if grantType != nil, api.dialect == .accessTokenAuthz || api.dialect == .rfc9068Authz {
            claims["permissions"] = .strings(scope.values)
        }
        let token = try await sign(
            claims, algorithm: api.algorithm, secret: api.signingSecret, type: isProfile ? "at+jwt" : "JWT", keys: keys)
        return Issued(token: token, lifetime: api.tokenLifetime)
    }

    private func sign(
        _ claims: JSONObject, algorithm: SigningAlgorithm, secret: Secret<String>, type: String, keys: KeyRing
    ) async throws(Failure) -> String {
        var header: JSONObject = ["alg": .string(algorithm.rawValue), "typ": .string(type)]
        switch algorithm {
        case .hs256:
            let input = JWS.signingInput(header: header, claims: claims)
            return JWS.token(input, signature: JWS.authenticate(input, secret: secret))
        case .rs256, .ps256:
            header["kid"] = .string(keys.current.key.kid)
            let input = JWS.signingInput(header: header, claims: claims)
            do {
                let signature = try await signer.sign(input, with: keys.current.privateKey, algorithm: algorithm)
                return JWS.token(input, signature: signature)
            } catch {
                switch error {
                case .overloaded: throw .overloaded
                case .failed: throw .failed("a signature could not be made")
                }
            }
        }
    }
}
