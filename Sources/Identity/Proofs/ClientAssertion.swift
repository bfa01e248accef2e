/// A token by which a client proves that it is itself: `private_key_jwt` (RFC 7523 section 3, contract section 3.5).
package struct ClientAssertion: Sendable, Equatable {
    /// The one `client_assertion_type` that is understood.
    package static let type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
    /// More bytes are refused unread.
    package static let longest = 2_048
    /// How far the clocks of client and server may be apart.
    static let skew: Duration = .seconds(10)
    /// How long an assertion may live.
    static let longestLife: Duration = .seconds(300)

    /// Who the assertion says it is for: `sub`, not yet believed.
    package let clientID: String
    private let text: String
    private let token: JWS.Parsed

    /// Nil for anything that is not a compact JWT with a `sub`.
    package init?(_ text: String) {
        guard text.utf8.count <= ClientAssertion.longest, let token = JWS.Parsed(text),
            let clientID = token.claims["sub"]?.string, (1...256).contains(clientID.utf8.count)
        else { return nil }
        self.text = text
        self.token = token
        self.clientID = clientID
    }

    package static func == (left: ClientAssertion, right: ClientAssertion) -> Bool { left.text == right.text }

    /// A good assertion's mark, which has to be spent once until a moment.
    package struct Use: Sendable, Equatable {
        /// A hash of the client and `jti`.
        package let id: String
        package let until: Timestamp
    }

    /// Checks all but that the assertion is new.
    ///
    /// `aud` must be exactly the issuer's URL with its slash, as text or as an array of that one: an assertion that also
    /// names somebody else could be shown to either.
    package func check(
        for clientID: String, credentials: [ClientCredential], issuer: Issuer, at time: Timestamp
    ) throws(ClientAssertionProblem) -> Use {
        let claims = token.claims
        guard ClientAssertion.types.contains(token.header["typ"]?.string?.lowercased()) else { throw .wrongType }
        guard claims["iss"]?.string == clientID, claims["sub"]?.string == clientID else { throw .wrongClient }
        let audience = claims["aud"]
        guard audience == .string(issuer.url) || audience == .array([.string(issuer.url)]) else {
            throw .wrongAudience
        }
        guard let id = claims["jti"]?.string, (1...64).contains(id.utf8.count) else { throw .wrongID }
        let end = try checkTimes(claims, at: time)
        try checkSignature(credentials, at: time)
        return Use(id: HashedName.of(clientID, id), until: end + ClientAssertion.skew)
    }

    /// No `typ`, a JWT's, or the one that was made for assertions: a DPoP proof or an access token is none.
    private static let types: [String?] = [
        nil, "jwt", "client-authentication+jwt", "application/client-authentication+jwt",
    ]

    /// Returns `exp`, at most 5 minutes after `iat` and after now.
    private func checkTimes(_ claims: JSONObject, at time: Timestamp) throws(ClientAssertionProblem) -> Timestamp {
        let skew = ClientAssertion.skew
        guard let end = NumericDate.read(claims["exp"]) else { throw .noExpiry }
        guard time < end + skew else { throw .expired }
        var start = time + skew
        for name in ["iat", "nbf"] where claims[name] != nil {
            guard let claimed = NumericDate.read(claims[name]), claimed <= time + skew else { throw .fromTheFuture }
            if name == "iat" { start = claimed }
        }
        guard end - start <= ClientAssertion.longestLife, end - time <= ClientAssertion.longestLife + skew else {
            throw .livesTooLong
        }
        return end
    }

    /// Each key checks with its own algorithm alone; `kid` narrows the choice.
    private func checkSignature(_ credentials: [ClientCredential], at time: Timestamp) throws(ClientAssertionProblem) {
        let usable = credentials.filter { credential in
            credential.isUsable(at: time) && (token.kid == nil || token.kid == credential.kid)
        }
        guard !usable.isEmpty else { throw .noKey }
        let fitting = usable.filter { $0.algorithm.rawValue == token.algorithm }
        guard !fitting.isEmpty else { throw .wrongAlgorithm }
        let isSigned = fitting.contains { credential in
            guard let key = try? PublicKeyFile(credential.pem).key else { return false }
            return token.isSigned(by: key, accepting: [credential.algorithm])
        }
        guard isSigned else { throw .wrongSignature }
    }
}

/// Why an assertion is refused. The sentences hold nothing that whoever sent the assertion does not know.
package enum ClientAssertionProblem: String, Error, Sendable, CaseIterable {
    case notOffered = "the client does not authenticate by private_key_jwt"
    case wrongType = "typ must be JWT or client-authentication+jwt"
    case wrongClient = "iss and sub must both be the client_id"
    case wrongAudience = "aud must be the issuer's URL, with the slash at its end, and nothing else"
    case wrongID = "jti must have 1 to 64 bytes"
    case noExpiry = "exp is missing"
    case expired = "exp has passed"
    case fromTheFuture = "iat or nbf lies ahead"
    case livesTooLong = "exp must be at most 5 minutes after iat"
    case noKey = "the client has no valid credential of this kid"
    case wrongAlgorithm = "alg is not the credential's"
    case wrongSignature = "the signature is wrong"
    case alreadyUsed = "jti was used before"
}
