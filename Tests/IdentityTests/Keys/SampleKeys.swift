import Identity
import TestSupport

/// Signing keys, three of RSA and two of each other kind, made once for all tests of this target.
enum SampleKeys {
    static let current = make(.current)
    static let next = make(.next)
    static let previous = make(.previous)

    static let p256 = [make(.current, .p256), make(.next, .p256)]
    static let ed25519 = [make(.current, .ed25519), make(.next, .ed25519)]

    private static func make(_ state: SigningKey.State, _ kind: SigningKeyKind = .rsa) -> SigningKey {
        do {
            var key = try SigningKey.generate(kind, host: "login.example.com", at: ManualClock.start)
            key.state = state
            return key
        } catch { preconditionFailure("a signing key could not be made: \(error.reason)") }
    }
}
