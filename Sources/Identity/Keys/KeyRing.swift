import Crypto
import Foundation

/// The signing keys, unpacked and ready: which ones sign, and which ones others may meet.
package struct KeyRing: Sendable {
    /// A key that can sign and verify.
    package struct Entry: Sendable {
        package let key: SigningKey
        package let privateKey: PrivateKey
        package let publicKey: PublicKey

        package var kind: SigningKeyKind { privateKey.kind }
    }

    /// All that are not revoked: of each kind, RSA first, current, next, previous.
    package let entries: [Entry]
    /// The RSA key that signs.
    package let current: Entry
    private let currentByKind: [SigningKeyKind: Entry]

    /// Unpacks stored keys; there must be a current RSA key.
    package init(_ keys: [SigningKey]) throws(SigningKeyProblem) {
        var entries: [Entry] = []
        for key in keys where key.state != .revoked {
            guard let privateKey = try? PrivateKey(derRepresentation: key.privateKey.exposed),
                let publicKey = privateKey.publicKey
            else { throw SigningKeyProblem(reason: "the signing key \(key.kid) cannot be read") }
            entries.append(Entry(key: key, privateKey: privateKey, publicKey: publicKey))
        }
        let order: [SigningKey.State] = [.current, .next, .previous]
        self.entries = SigningKeyKind.allCases.flatMap { kind in
            order.flatMap { state in entries.filter { $0.kind == kind && $0.key.state == state } }
        }
        currentByKind = Dictionary(
            entries.filter { $0.key.state == .current }.map { ($0.kind, $0) }, uniquingKeysWith: { first, _ in first })
        guard let current = currentByKind[.rsa] else {
            throw SigningKeyProblem(reason: "there is no current signing key")
        }
        self.current = current
    }

    /// The key with this id.
    package func entry(kid: String) -> Entry? { entries.first { $0.key.kid == kid } }

    /// The key that signs with an algorithm; nil for HS256, and for a kind that nothing was ever set to use.
    package func signing(_ algorithm: SigningAlgorithm) -> Entry? { algorithm.keyKind.flatMap { currentByKind[$0] } }

    /// The JSON Web Key Set (RFC 7517) of contract section 5.3, holding keys of these kinds.
    package func jwks(namingAlgorithm: Bool, of kinds: Set<SigningKeyKind> = [.rsa]) -> JSON {
        let keys = entries.filter { kinds.contains($0.kind) }.map { entry -> JSON in
            let members = entry.publicKey.requiredMembers
            var key: JSONObject = [:]
            if namingAlgorithm { key["alg"] = .string(entry.kind.publishedAlgorithm.rawValue) }
            key["kty"] = members["kty"]
            key["use"] = "sig"
            for name in ["crv", "n", "e", "x", "y"] { key[name] = members[name] }
            key["kid"] = .string(entry.key.kid)
            key["x5t"] = .string(Base64URL.encode(Array(Insecure.SHA1.hash(data: entry.key.certificate))))
            key["x5c"] = .array([.string(Data(entry.key.certificate).base64EncodedString())])
            return .object(key)
        }
        return .object(["keys": .array(keys)])
    }
}
