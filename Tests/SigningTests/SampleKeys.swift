import Identity
import TestSupport

/// A key ring with a key of each kind, made once for all tests of this target.
enum SampleKeys {
    static let ring = make()

    /// The key that signs with an algorithm.
    static func signing(_ algorithm: SigningAlgorithm) -> KeyRing.Entry {
        guard let entry = ring.signing(algorithm) else { preconditionFailure("\(algorithm) has no key") }
        return entry
    }

    /// The RSA key under another name.
    static func renamed(_ kid: String) throws -> KeyRing.Entry {
        let key = ring.current.key
        return try KeyRing([
            SigningKey(
                kid: kid, privateKey: key.privateKey, certificate: key.certificate, state: .current,
                createdAt: key.createdAt)
        ]).current
    }

    private static func make() -> KeyRing {
        do {
            return try KeyRing(
                SigningKeyKind.allCases.map { kind throws(SigningKeyProblem) in
                    var key = try SigningKey.generate(kind, host: "login.example.com", at: ManualClock.start)
                    key.state = .current
                    return key
                })
        } catch { preconditionFailure("the keys could not be made: \(error.reason)") }
    }
}

extension KeyRing.Entry {
    /// Whether the key made the signature with exactly this algorithm.
    func made(_ signature: [UInt8], of input: [UInt8], _ algorithm: SigningAlgorithm) -> Bool {
        guard let algorithm = ProofAlgorithm(rawValue: algorithm.rawValue) else { return false }
        return publicKey.isSignature(signature, of: input, algorithm: algorithm)
    }
}
