import Identity

extension SessionCaller {
    /// A browser on a documentation address.
    package static let sample = SessionCaller(ip: "192.0.2.1", userAgent: "Browser/1")
}

extension BrowserSession {
    /// A session of the sample user that was just begun; cookie and id differ with the count.
    package static func sample(
        _ number: Int = 1, userID: String = "sms|user1", connectionID: String = "con_aaaaaaaaaaaaaaaa",
        authenticatedAt: Timestamp = ManualClock.start, expiresAt: Timestamp = ManualClock.start + .seconds(604_800),
        idleExpiresAt: Timestamp = ManualClock.start + .seconds(259_200), clientIDs: [String] = ["client"]
    ) -> BrowserSession {
        BrowserSession(
            id: "session\(number)", cookieHash: Array("cookie\(number)".utf8), userID: userID,
            connectionID: connectionID, authenticatedAt: authenticatedAt, expiresAt: expiresAt,
            idleExpiresAt: idleExpiresAt, lastUsedAt: authenticatedAt, clientIDs: clientIDs, firstCaller: .sample,
            lastCaller: .sample)
    }
}

extension RefreshToken {
    /// A refresh token of the sample user and client; the count tells ids apart.
    package static func sample(
        _ number: Int = 1, userID: String = "sms|user1", clientID: String = "client", sessionID: String? = "session1",
        audience: String? = "https://api.example/", createdAt: Timestamp = ManualClock.start,
        expiresAt: Timestamp? = ManualClock.start + .seconds(2_592_000),
        idleExpiresAt: Timestamp? = ManualClock.start + .seconds(1_296_000)
    ) -> RefreshToken {
        RefreshToken(
            id: "token\(number)", userID: userID, clientID: clientID, sessionID: sessionID, audience: audience,
            scope: Scope(["openid", "offline_access"]), authenticatedAt: ManualClock.start, createdAt: createdAt,
            expiresAt: expiresAt, idleExpiresAt: idleExpiresAt, keyThumbprint: nil, firstCaller: .sample,
            lastCaller: .sample)
    }
}

extension AuthorizationCode {
    /// A code of the sample user and client; the count tells hashes apart.
    package static func sample(
        _ number: Int = 1, expiresAt: Timestamp = ManualClock.start + AuthorizationCode.lifetime, isUsed: Bool = false
    ) -> AuthorizationCode {
        AuthorizationCode(
            hash: AuthorizationCode.hash(of: "code\(number)"), grantID: "grant\(number)", clientID: "client",
            userID: "sms|user1", sessionID: "session1", redirectURI: "https://app.example/callback", challenge: nil,
            nonce: nil, audience: nil, askedScope: Scope(["openid"]), scope: Scope(["openid"]),
            authenticatedAt: ManualClock.start, keyThumbprint: nil, expiresAt: expiresAt, isUsed: isUsed)
    }
}

extension Consent {
    /// A consent of the sample user to the sample client.
    package static func sample(
        userID: String = "sms|user1", clientID: String = "client", audience: String = "https://api.example/",
        scope: [String] = ["read:orders"], givenAt: Timestamp = ManualClock.start
    ) -> Consent {
        Consent(userID: userID, clientID: clientID, audience: audience, scope: Scope(scope), givenAt: givenAt)
    }
}

extension ClientCredential {
    /// A key of the sample client whose PEM is no key: for what only keeps it.
    package static func sample(
        id: String = "cred_aaaaaaaaaaaaaaaaaaaaaa", clientID: String = "client", name: String = "laptop",
        algorithm: ProofAlgorithm = .rs256, pem: String = "-----BEGIN PUBLIC KEY-----\n",
        expiresAt: Timestamp? = nil, createdAt: Timestamp = ManualClock.start, updatedAt: Timestamp = ManualClock.start
    ) -> ClientCredential {
        ClientCredential(
            id: id, clientID: clientID, name: name, kid: "kid-\(id)", algorithm: algorithm, pem: pem,
            expiresAt: expiresAt, createdAt: createdAt, updatedAt: updatedAt)
    }
}
