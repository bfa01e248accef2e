import CryptoExtras

/// Makes RSA signatures away from the threads that serve requests.
package protocol TokenSigner: Sendable {
    /// The signature over a JWS signing input (RFC 7515 section 5.1): PKCS#1 v1.5 for RS256, PSS for PS256.
    func sign(
        _ input: [UInt8], with key: _RSA.Signing.PrivateKey, algorithm: SigningAlgorithm
    ) async throws(SigningFailure) -> [UInt8]
}

/// Why a signature was not made.
package enum SigningFailure: Error, Sendable, Equatable {
    /// Too many are waiting: try again in a moment.
    case overloaded
    case failed
}
