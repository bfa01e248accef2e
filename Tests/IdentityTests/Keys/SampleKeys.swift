import Identity
import TestSupport

/// Three signing keys, made once for all tests of this target.
enum SampleKeys {
    static let current = make(.current)
    static let next = make(.next)
    static let previous = make(.previous)

    private static func make(_ state: SigningKey.State) -> SigningKey {
        do {
            var key = try SigningKey.generate(host: "login.example.com", at: ManualClock.start)
            key.state = state
            return key
        } catch { preconditionFailure("a signing key could not be made: \(error.reason)") }
    }
}
