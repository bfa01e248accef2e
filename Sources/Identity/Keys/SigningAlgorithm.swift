/// A signature algorithm of the tokens that this server makes (RFC 7518, RFC 8037).
package enum SigningAlgorithm: String, Sendable, CaseIterable {
    case rs256 = "RS256"
    case ps256 = "PS256"
    case hs256 = "HS256"
    case es256 = "ES256"
    case edDSA = "EdDSA"

    /// The kind of key that signs with it; nil for HS256, which has a secret that both sides know.
    package var keyKind: SigningKeyKind? {
        switch self {
        case .rs256, .ps256: .rsa
        case .es256: .p256
        case .edDSA: .ed25519
        case .hs256: nil
        }
    }
}

/// What a signing key is. Every tenant has RSA keys; the others are made when something is first set to use them, and published
/// only as long as something is: some clients refuse a whole key set because of one key that they do not understand.
package enum SigningKeyKind: String, Sendable, CaseIterable {
    /// 2048 bits.
    case rsa
    case p256
    case ed25519

    /// What the key set names as the key's algorithm. An RSA key signs PS256 too.
    package var publishedAlgorithm: SigningAlgorithm {
        switch self {
        case .rsa: .rs256
        case .p256: .es256
        case .ed25519: .edDSA
        }
    }
}
