import Crypto
import CryptoExtras

extension PublicKey {
    /// The members that only private keys have (RFC 7518 section 6), and a symmetric key's.
    private static let secretMembers = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"]

    /// Reads a JSON Web Key (RFC 7517). Nil where it is none of the three kinds, holds a secret or is for encryption.
    package init?(jwk: JSONObject) {
        guard PublicKey.secretMembers.allSatisfy({ jwk[$0] == nil }), jwk["use"] == nil || jwk["use"] == "sig" else {
            return nil
        }
        func bytes(_ name: String) -> [UInt8]? {
            guard let text = jwk[name]?.string, text.utf8.count <= 1_024 else { return nil }
            return Base64URL.decode(text)
        }
        switch (jwk["kty"]?.string, jwk["crv"]?.string) {
        case ("RSA", _):
            guard let n = bytes("n"), let e = bytes("e"), e.count <= 8,
                let key = try? _RSA.Signing.PublicKey(n: n, e: e)
            else { return nil }
            self.init(.rsa(key))
        case ("EC", "P-256"):
            guard let x = bytes("x"), let y = bytes("y"), x.count == 32, y.count == 32,
                let key = try? P256.Signing.PublicKey(rawRepresentation: x + y)
            else { return nil }
            self.init(.p256(key))
        case ("OKP", "Ed25519"):
            guard let x = bytes("x"), x.count == 32, let key = try? Curve25519.Signing.PublicKey(rawRepresentation: x)
            else { return nil }
            self.init(.ed25519(key))
        default: return nil
        }
    }
}

extension JWS.Parsed {
    /// Whether this key signed the token with the algorithm that the token names, where that one is accepted.
    package func isSigned(by key: PublicKey, accepting accepted: [ProofAlgorithm] = ProofAlgorithm.allCases) -> Bool {
        guard let algorithm = ProofAlgorithm(rawValue: algorithm), accepted.contains(algorithm) else { return false }
        return key.isSignature(signature, of: input, algorithm: algorithm)
    }
}
