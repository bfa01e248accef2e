import Crypto

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

    /// A token in a user's name for an API.
    package func accessToken(
        for user: User, client: Client, api: API, _ terms: AccessTokenTerms, keys: KeyRing, at time: Timestamp
    ) async throws(Failure) -> Issued {
        var audience = JSON.string(api.identifier)
        if terms.scope.contains("openid"), api.algorithm != .hs256 {
            audience = [.string(api.identifier), .string(issuer.userInfoAudience)]
        }
        return try await accessToken(
            subject: user.id, audience: audience, client: client, api: api, terms, grantType: nil, keys: keys, at: time)
    }

    /// A token in a client's own name (RFC 6749 section 4.4).
    package func clientToken(
        for client: Client, api: API, _ terms: AccessTokenTerms, keys: KeyRing, at time: Timestamp
    ) async throws(Failure) -> Issued {
        try await accessToken(
            subject: "\(client.id)@clients", audience: .string(api.identifier), client: client, api: api, terms,
            grantType: "client-credentials", keys: keys, at: time)
    }

    /// A token without an API: only this server can read it, and only `/userinfo` takes it.
    package func opaqueToken(
        for user: User, client: Client, _ terms: AccessTokenTerms, at time: Timestamp
    ) throws(Failure) -> Issued {
        let lifetime = terms.lifetime ?? TokenIssuer.opaqueLifetime
        let content = OpaqueToken(
            userID: user.id, clientID: client.id, scope: terms.scope, expiresAt: time + lifetime,
            grantID: terms.grantID, keyThumbprint: terms.keyThumbprint)
        do {
            return Issued(token: try vault.makeOpaque(content.bytes), lifetime: lifetime)
        } catch { throw .failed("\(error)") }
    }

    /// An ID token (OpenID Connect Core section 2).
    package func idToken(
        for user: User, client: Client, _ terms: IDTokenTerms, keys: KeyRing, at time: Timestamp
    ) async throws(Failure) -> String {
        var claims: JSONObject = UserClaims.of(user, scope: terms.scope)
        claims["iss"] = .string(issuer.url)
        claims["sub"] = .string(user.id)
        claims["aud"] = .string(client.id)
        claims["iat"] = .int(time.seconds)
        claims["exp"] = .int((time + client.idTokenLifetime).seconds)
        claims["auth_time"] = .int(terms.authenticatedAt.seconds)
        claims["amr"] = ["sms"]
        claims["nonce"] = terms.nonce.map { .string($0) }
        claims["sid"] = terms.sessionID.map { .string($0) }
        let algorithm = client.idTokenAlgorithm
        claims["at_hash"] = terms.accessToken.map { .string(TokenIssuer.halfHash($0, algorithm)) }
        claims["c_hash"] = terms.code.map { .string(TokenIssuer.halfHash($0, algorithm)) }
        return try await sign(
            claims, algorithm: algorithm, secret: client.secret, type: "JWT", keys: keys)
    }

    /// The left half of the hash that the algorithm signs, in base64url (OpenID Connect Core section 3.1.3.6): SHA-512 for
    /// Ed25519 (RFC 8032 section 5.1), SHA-256 for all others.
    private static func halfHash(_ text: String, _ algorithm: SigningAlgorithm) -> String {
        switch algorithm {
        case .edDSA: Base64URL.encode(Array(SHA512.hash(data: Array(text.utf8)).prefix(32)))
        case .rs256, .ps256, .hs256, .es256: Base64URL.encode(Array(SHA256.hash(data: Array(text.utf8)).prefix(16)))
        }
    }

    private func accessToken(
        subject: String, audience: JSON, client: Client, api: API, _ terms: AccessTokenTerms, grantType: String?,
        keys: KeyRing, at time: Timestamp
    ) async throws(Failure) -> Issued {
        let lifetime = terms.lifetime ?? api.tokenLifetime
        var claims: JSONObject = [
            "iss": .string(issuer.url), "sub": .string(subject), "aud": audience, "iat": .int(time.seconds),
            "exp": .int((time + lifetime).seconds),
        ]
        if !terms.scope.isEmpty { claims["scope"] = .string(terms.scope.text) }
        if let thumbprint = terms.keyThumbprint { claims["cnf"] = ["jkt": .string(thumbprint)] }
        let isProfile = api.dialect == .rfc9068 || api.dialect == .rfc9068Authz
        if isProfile || terms.grantID != nil {
            claims["jti"] = .string(AccessTokenID.new(grantID: terms.grantID, random))
        }
        if isProfile {
            claims["client_id"] = .string(client.id)
        } else {
            claims["gty"] = grantType.map { .string($0) }
            claims["azp"] = .string(client.id)
        }
        if grantType != nil, api.dialect == .accessTokenAuthz || api.dialect == .rfc9068Authz {
            claims["permissions"] = .strings(terms.scope.values)
        }
        let token = try await sign(
            claims, algorithm: api.algorithm, secret: api.signingSecret, type: isProfile ? "at+jwt" : "JWT", keys: keys)
        return Issued(token: token, lifetime: lifetime)
    }

    private func sign(
        _ claims: JSONObject, algorithm: SigningAlgorithm, secret: Secret<String>, type: String, keys: KeyRing
    ) async throws(Failure) -> String {
        var header: JSONObject = ["alg": .string(algorithm.rawValue), "typ": .string(type)]
        switch algorithm {
        case .hs256:
            let input = JWS.signingInput(header: header, claims: claims)
            return JWS.token(input, signature: JWS.authenticate(input, secret: secret))
        case .rs256, .ps256, .es256, .edDSA:
            guard let key = keys.signing(algorithm) else {
                throw .failed("there is no signing key for \(algorithm.rawValue)")
            }
            header["kid"] = .string(key.key.kid)
            let input = JWS.signingInput(header: header, claims: claims)
            do {
                let signature = try await signer.sign(input, with: key, algorithm: algorithm)
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
