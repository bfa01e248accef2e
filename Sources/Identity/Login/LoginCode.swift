/// A code that was sent, and its life.
///
/// ```
/// open(failedAttempts) ──right──▶ used            expired: a date, looked at on every attempt
///    ├──wrong × 3──▶ locked                       superseded: a newer code stands in its place
///    └──refused by the provider──▶ undeliverable
/// ```
///
/// It is open from the moment it is committed, before it is sent: people type faster than some gateways answer. Only a
/// definite refusal makes it undeliverable; a timeout, a reset or our own crash leaves it open, because the message may
/// have arrived. One code lives per connection, number and holder; a used one leaves no row.
package struct LoginCode: Sendable {
    package enum State: Sendable, Equatable {
        case open(failedAttempts: Int)
        case locked
        case undeliverable
    }

    /// Names this code among all that its number ever gets: the message's id, and perhaps the mark of a `LoginWatch`.
    package let id: String
    package let connectionID: String
    package let phone: PhoneNumber
    package let holder: LoginHolder
    /// HMAC of the code, bound to the fields above.
    package let hash: [UInt8]
    package let expiresAt: Timestamp
    package var state: State

    package init(
        id: String, connectionID: String, phone: PhoneNumber, holder: LoginHolder, hash: [UInt8], expiresAt: Timestamp,
        state: State = .open(failedAttempts: 0)
    ) {
        self.id = id
        self.connectionID = connectionID
        self.phone = phone
        self.holder = holder
        self.hash = hash
        self.expiresAt = expiresAt
        self.state = state
    }

    /// How long the random part of an id is, in characters.
    package static let messageIDLength = 22

    /// The id that the gateway sees.
    package var messageID: String {
        id.utf8.count == LoginCode.messageIDLength ? id : String(id.prefix(LoginCode.messageIDLength))
    }

    /// What stands behind it.
    package var mark: Substring? {
        id.utf8.count > LoginCode.messageIDLength ? id.dropFirst(LoginCode.messageIDLength) : nil
    }

    /// Wrong tries after which a code is locked (contract section 2).
    package static let attemptLimit = 3

    /// How many wrong tries it bears yet.
    package var triesLeft: Int {
        guard case .open(let failedAttempts) = state else { return 0 }
        return LoginCode.attemptLimit - failedAttempts
    }

    /// What one try comes to.
    package enum Attempt: Sendable, Equatable {
        /// Right, and the code is used up by it.
        case right
        /// Wrong, and counted; the code may now be locked.
        case wrong
        /// Three wrong tries were made before: not even the right code helps.
        case locked
        /// Expired or never delivered: nothing is counted, for nothing could be guessed.
        case dead
    }

    /// Tries a hash against the code and moves the state.
    package mutating func attempt(_ given: [UInt8], at time: Timestamp) -> Attempt {
        guard time < expiresAt else { return .dead }
        switch state {
        case .locked: return .locked
        case .undeliverable: return .dead
        case .open(let failedAttempts):
            if constantTimeEqual(given, hash) { return .right }
            let failures = failedAttempts + 1
            state = failures >= LoginCode.attemptLimit ? .locked : .open(failedAttempts: failures)
            return .wrong
        }
    }
}
