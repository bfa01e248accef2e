/// Makes signatures away from the threads that serve requests.
package protocol TokenSigner: Sendable {
    /// The signature over a JWS signing input (RFC 7515 section 5.1), in the form of RFC 7518 section 3 or RFC 8037. Fails
    /// where the algorithm is not one of the key's.
    func sign(
        _ input: [UInt8], with key: KeyRing.Entry, algorithm: SigningAlgorithm
    ) async throws(SigningFailure) -> [UInt8]
}

/// Why a signature was not made.
package enum SigningFailure: Error, Sendable, Equatable {
    /// Too many are waiting: try again in a moment.
    case overloaded
    case failed
}
