import Crypto

/// What a caller shows to prove that it holds the key of its token (RFC 9449). One that exists was checked, all but that it is new:
/// its `id` is to be spent once.
package struct DPoPProof: Sendable {
    /// The key's thumbprint (RFC 7638): the `jkt` that a token is bound to.
    package let thumbprint: String
    /// What must be spent once: a hash of the key and `jti`.
    package let id: String
    package let issuedAt: Timestamp

    /// How far `iat` may be from now, each way.
    package static let window: Duration = .seconds(60)
    private static let longest = 4_096

    /// By then the proof is refused for its age, so that nothing needs to remember it.
    package var usableUntil: Timestamp { issuedAt + DPoPProof.window + .seconds(1) }

    /// The `cnf` claim of a token that is bound to the key (RFC 9449 section 6).
    package var confirmation: JSON { DPoPProof.confirmation(of: thumbprint) }

    /// The same for a thumbprint that was kept.
    package static func confirmation(of thumbprint: String) -> JSON { ["jkt": .string(thumbprint)] }

    /// The thumbprint in a token's `cnf` claim; nil where the token is bound to no key.
    package static func thumbprint(in claims: JSONObject) -> String? { claims["cnf"]?.object?["jkt"]?.string }

    /// Checks a `DPoP` header's value as RFC 9449 section 4.3 asks, all but that it is used once.
    ///
    /// - Parameters:
    ///   - url: where the request went, as the outside names it; query and fragment do not matter.
    ///   - accessToken: the token that came with it, whose hash the proof must then hold.
    package static func check(
        _ header: String, method: String, url: String, accessToken: String?, at time: Timestamp
    ) -> Result<DPoPProof, DPoPProblem> {
        Result { () throws(DPoPProblem) in
            try DPoPProof(header, method: method, url: url, accessToken: accessToken, at: time)
        }
    }

    private init(
        _ header: String, method: String, url: String, accessToken: String?, at time: Timestamp
    ) throws(DPoPProblem) {
        guard header.utf8.count <= DPoPProof.longest, let token = JWS.Parsed(header) else { throw .malformed }
        guard token.header["typ"]?.string == "dpop+jwt" else { throw .wrongType }
        guard ProofAlgorithm(rawValue: token.algorithm) != nil else { throw .wrongAlgorithm }
        guard let jwk = token.header["jwk"]?.object, let key = PublicKey(jwk: jwk),
            jwk["alg"] == nil || jwk["alg"]?.string == token.algorithm
        else { throw .wrongKey }

        let claims = token.claims
        guard let jti = claims["jti"]?.string, (1...256).contains(jti.utf8.count) else { throw .wrongID }
        guard claims["htm"]?.string == method else { throw .wrongMethod }
        guard let claimed = claims["htu"]?.string.flatMap(RequestTarget.init), claimed == RequestTarget(url) else {
            throw .wrongURL
        }
        guard let issuedAt = NumericDate.read(claims["iat"]) else { throw .noTime }
        guard time - issuedAt <= DPoPProof.window else { throw .tooOld }
        guard issuedAt - time <= DPoPProof.window else { throw .fromTheFuture }
        if let accessToken {
            let hash = Base64URL.encode(SHA256.hash(data: Array(accessToken.utf8)).map { $0 })
            guard let given = claims["ath"]?.string, constantTimeEqual(given.utf8, hash.utf8) else {
                throw .wrongAccessToken
            }
        }
        guard token.isSigned(by: key) else { throw .wrongSignature }

        thumbprint = key.thumbprint
        id = HashedName.of(key.thumbprint, jti)
        self.issuedAt = issuedAt
    }
}

/// Why a DPoP proof is refused: `invalid_dpop_proof`, and the sentence for its `error_description`.
package enum DPoPProblem: String, Error, Sendable, CaseIterable, CustomStringConvertible {
    case malformed = "The DPoP header must hold one compact JWT of at most 4096 bytes"
    case wrongType = "The DPoP proof's typ must be dpop+jwt"
    case wrongAlgorithm = "The DPoP proof's alg must be one of RS256, RS384, PS256, ES256, EdDSA"
    case wrongKey =
        "The DPoP proof's jwk must be a public key that fits its alg: RSA of 2048 to 4096 bits, P-256 or Ed25519"
    case wrongID = "The DPoP proof's jti must have 1 to 256 bytes"
    case wrongMethod = "The DPoP proof's htm is not the method of this request"
    case wrongURL = "The DPoP proof's htu is not the URL of this request"
    case noTime = "The DPoP proof has no iat"
    case tooOld = "The DPoP proof's iat is more than 60 seconds ago"
    case fromTheFuture = "The DPoP proof's iat is more than 60 seconds ahead"
    case wrongAccessToken = "The DPoP proof's ath is not the hash of the access token"
    case wrongSignature = "The DPoP proof's signature is wrong"
    /// Said by whoever spends the proof's id.
    case alreadyUsed = "The DPoP proof was used before"

    /// The sentence for the caller.
    package var description: String { rawValue }
}
