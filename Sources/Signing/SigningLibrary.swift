import Identity

/// Makes signatures on the thread that calls, and only on the one that opened it.
package protocol ThreadSigner {
    /// As `TokenSigner.sign`.
    func sign(
        _ input: [UInt8], with key: KeyRing.Entry, algorithm: SigningAlgorithm
    ) throws(SigningFailure) -> [UInt8]
}

/// Who makes the signatures. The values are the words of the setting `signer`.
package enum SigningLibrary: String, Sendable, CaseIterable {
    /// The system's libcrypto.
    case openSSL = "openssl"
    /// What swift-crypto brings.
    case boringSSL = "boringssl"

    /// A signer for the thread that calls.
    package func open() -> any ThreadSigner {
        switch self {
        case .openSSL: OpenSSLSigner()
        case .boringSSL: BoringSSLSigner()
        }
    }
}

private struct BoringSSLSigner: ThreadSigner {
    func sign(
        _ input: [UInt8], with key: KeyRing.Entry, algorithm: SigningAlgorithm
    ) throws(SigningFailure) -> [UInt8] {
        try key.privateKey.signature(of: input, algorithm: algorithm)
    }
}
