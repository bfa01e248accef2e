import Identity
import TestSupport
import Testing

@Suite struct `A login code` {
    private static let right = LoginCode.sample().hash
    private static let wrong = Array(repeating: UInt8(0), count: 32)

    /// What one try comes to, and the state afterwards, for every state of a code.
    @Test(
        arguments: [
            (.open(failedAttempts: 0), right, .right, .open(failedAttempts: 0)),
            (.open(failedAttempts: 0), wrong, .wrong, .open(failedAttempts: 1)),
            (.open(failedAttempts: 1), right, .right, .open(failedAttempts: 1)),
            (.open(failedAttempts: 1), wrong, .wrong, .open(failedAttempts: 2)),
            (.open(failedAttempts: 2), right, .right, .open(failedAttempts: 2)),
            (.open(failedAttempts: 2), wrong, .wrong, .locked),
            (.locked, right, .locked, .locked),
            (.locked, wrong, .locked, .locked),
            (.undeliverable, right, .dead, .undeliverable),
            (.undeliverable, wrong, .dead, .undeliverable),
        ] as [(LoginCode.State, [UInt8], LoginCode.Attempt, LoginCode.State)])
    func `goes through its life`(
        state: LoginCode.State, given: [UInt8], attempt: LoginCode.Attempt, after: LoginCode.State
    ) {
        var code = LoginCode.sample(state: state)
        #expect(code.attempt(given, at: ManualClock.start) == attempt)
        #expect(code.state == after)
    }

    @Test(arguments: [.open(failedAttempts: 0), .locked, .undeliverable] as [LoginCode.State])
    func `is dead from the moment it expires`(state: LoginCode.State) {
        var code = LoginCode.sample(expiresAt: ManualClock.start, state: state)
        #expect(code.attempt(code.hash, at: ManualClock.start) == .dead)
        #expect(code.state == state)
    }

    @Test func `is good until the moment before`() {
        var code = LoginCode.sample(expiresAt: ManualClock.start)
        #expect(code.attempt(code.hash, at: ManualClock.start - .microseconds(1)) == .right)
    }

    @Test(arguments: [[], [0xAB], Array(repeating: 0xAB, count: 33)] as [[UInt8]])
    func `is not guessed by part of its hash`(given: [UInt8]) {
        var code = LoginCode.sample()
        #expect(code.attempt(given, at: ManualClock.start) == .wrong)
    }
}
