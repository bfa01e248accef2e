import Crypto
import CryptoExtras
import Foundation

/// The signing keys, unpacked and ready: which one signs, and which ones others may meet.
package struct KeyRing: Sendable {
    /// A key that can sign and verify.
    package struct Entry: Sendable {
        package let key: SigningKey
        package let privateKey: _RSA.Signing.PrivateKey
        package let publicKey: _RSA.Signing.PublicKey
    }

    /// All that are not revoked: current, next, previous.
    package let entries: [Entry]
    /// The one that signs.
    package let current: Entry

    /// Unpacks stored keys; there must be a current one.
    package init(_ keys: [SigningKey]) throws(SigningKeyProblem) {
        var entries: [Entry] = []
        for key in keys where key.state != .revoked {
            do {
                let privateKey = try _RSA.Signing.PrivateKey(derRepresentation: key.privateKey.exposed)
                entries.append(Entry(key: key, privateKey: privateKey, publicKey: privateKey.publicKey))
            } catch { throw SigningKeyProblem(reason: "the signing key \(key.kid) cannot be read") }
        }
        guard let current = entries.first(where: { $0.key.state == .current }) else {
            throw SigningKeyProblem(reason: "there is no current signing key")
        }
        self.current = current
        let order: [SigningKey.State] = [.current, .next, .previous]
        self.entries = order.flatMap { state in entries.filter { $0.key.state == state } }
    }

    /// The key with this id.
    package func entry(kid: String) -> Entry? { entries.first { $0.key.kid == kid } }

    /// The JSON Web Key Set (RFC 7517) of contract section 5.3.
    package func jwks(namingAlgorithm: Bool) -> JSON {
        var keys: [JSON] = []
        for entry in entries {
            guard let primitives = try? entry.publicKey.getKeyPrimitives() else { continue }
            var key: JSONObject = [:]
            if namingAlgorithm { key["alg"] = "RS256" }
            key["kty"] = "RSA"
            key["use"] = "sig"
            key["n"] = .string(Base64URL.encode(primitives.modulus))
            key["e"] = .string(Base64URL.encode(primitives.publicExponent))
            key["kid"] = .string(entry.key.kid)
            key["x5t"] = .string(Base64URL.encode(Array(Insecure.SHA1.hash(data: entry.key.certificate))))
            key["x5c"] = .array([.string(Data(entry.key.certificate).base64EncodedString())])
            keys.append(.object(key))
        }
        return .object(["keys": .array(keys)])
    }
}
