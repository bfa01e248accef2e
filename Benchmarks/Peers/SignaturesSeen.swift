import Identity
import NIOCore
import Synchronization

/// How many RSA signatures the answers of one login hold, read off the first login that ended.
final class SignaturesSeen: Sendable {
    private let found: Atomic<Int>

    /// - Parameter known: what somebody else has counted.
    init(known: Int = 0) { found = Atomic(known) }

    var perLogin: Int { found.load(ordering: .relaxed) }

    func look(at bodies: [ByteBuffer]) {
        guard perLogin == 0 else { return }
        let count = bodies.reduce(0) { sum, body in
            sum + ((try? JSON.parse(body.readableBytesView)).map(SignaturesSeen.count) ?? 0)
        }
        found.store(count, ordering: .relaxed)
    }

    /// Tokens signed with RS256 (RFC 7515), and signatures of whole answers as privacyIDEA makes them.
    private static func count(in value: JSON) -> Int {
        switch value {
        case .string(let text): isRS256(text) || text.hasPrefix("rsa_sha256") ? 1 : 0
        case .array(let items): items.reduce(0) { $0 + count(in: $1) }
        case .object(let members): members.reduce(0) { $0 + count(in: $1.value) }
        case .null, .bool, .integer, .number: 0
        }
    }

    private static func isRS256(_ token: String) -> Bool {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Base64URL.decode(parts[0]) else { return false }
        return (try? JSON.parse(header).object?["alg"]?.string) == "RS256"
    }
}
