import Identity
import TestSupport

/// Signing keys, made once a process: an RSA key takes long to make.
enum TestKeys {
    /// A current key and a next one, or why they could not be made.
    static let shared: Result<[SigningKey], SigningKeyProblem> = Result { () throws(SigningKeyProblem) in
        var current = try SigningKey.generate(host: TestServer.issuer.host, at: ManualClock.start)
        current.state = .current
        current.currentSince = ManualClock.start
        return [current, try SigningKey.generate(host: TestServer.issuer.host, at: ManualClock.start)]
    }
}

/// Signs where it is called.
struct SigningHere: TokenSigner {
    func sign(
        _ input: [UInt8], with key: KeyRing.Entry, algorithm: SigningAlgorithm
    ) async throws(SigningFailure) -> [UInt8] {
        try key.privateKey.signature(of: input, algorithm: algorithm)
    }
}
