/// A signature algorithm of proofs that others sign and this server checks (RFC 7518, RFC 8037); never a symmetric one.
package enum ProofAlgorithm: String, Sendable, CaseIterable {
    case rs256 = "RS256"
    case rs384 = "RS384"
    case ps256 = "PS256"
    case es256 = "ES256"
    case edDSA = "EdDSA"

    /// What a client's assertion may be signed with (contract section 3.5).
    package static let ofAssertions: [ProofAlgorithm] = [.rs256, .rs384, .ps256]
}
