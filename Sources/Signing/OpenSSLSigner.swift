import CSigner
import Crypto
import Identity

/// RSA by OpenSSL, each key imported once; other kinds by BoringSSL, which is as quick with them. For one thread.
///
/// OpenSSL signs RSA with vector instructions (AVX-512 IFMA) where the processor has them; BoringSSL does not.
final class OpenSSLSigner: ThreadSigner {
    /// By the keys' ids, which are made of the keys.
    private var imported: [String: OpaquePointer] = [:]

    /// More keys than a tenant uses at once; those that no longer sign go with the next ones that come.
    private static let mostKeys = 8

    deinit { forget() }

    func sign(
        _ input: [UInt8], with key: KeyRing.Entry, algorithm: SigningAlgorithm
    ) throws(SigningFailure) -> [UInt8] {
        guard case .rsa(let rsa) = key.privateKey else {
            return try key.privateKey.signature(of: input, algorithm: algorithm)
        }
        guard algorithm.keyKind == .rsa else { throw .failed }
        let signer = try signer(for: key)
        let hash = Array(SHA256.hash(data: input))
        let size = rsa.keySizeInBits / 8
        let signature = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = csigner_sign(signer, hash, algorithm == .ps256, buffer.baseAddress, buffer.count)
        }
        guard signature.count == size else { throw .failed }
        return signature
    }

    private func signer(for key: KeyRing.Entry) throws(SigningFailure) -> OpaquePointer {
        if let found = imported[key.key.kid] { return found }
        if imported.count >= OpenSSLSigner.mostKeys { forget() }
        let bytes = key.key.privateKey.exposed
        guard let made = csigner_open(bytes, bytes.count) else { throw .failed }
        imported[key.key.kid] = made
        return made
    }

    private func forget() {
        for signer in imported.values { csigner_close(signer) }
        imported = [:]
    }
}
