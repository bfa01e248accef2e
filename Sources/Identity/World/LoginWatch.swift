/// Who hears how logins go, to measure them. It is called on every login's way, so it returns at once; it decides nothing.
package protocol LoginWatch: Sendable {
    /// What the watch wants to find again when somebody tries the code that is now made: at most 40 letters, digits, `-` and `_`,
    /// which become part of the code's id. Nil where it wants nothing.
    func mark() -> String?
    /// A start is over. `isAddressCounted` says whether the limit of its address was asked and had room.
    func started(_ result: StartResult, isAddressCounted: Bool)
    /// A code was tried, and the try is durable. The mark is that of the code that was found, if it has one.
    func tried(_ result: TrialResult, mark: Substring?)
}

/// What came of asking for a code.
package enum StartResult: String, Sendable, CaseIterable {
    /// The provider took the message.
    case sent
    /// The provider definitely did not take it: the code is dead.
    case refused
    /// Nobody knows whether the message arrived: the code is good.
    case unsure
    /// The user is blocked: the code is kept and not sent.
    case withheld
    case connectionDisabled = "connection_disabled"
    case signupDisabled = "signup_disabled"
    case addressLimited = "address_limited"
    case numberLimited = "number_limited"
    /// No place for one more message under way.
    case overloaded
}

/// What came of typing a code.
package enum TrialResult: String, Sendable, CaseIterable {
    case right
    /// Right, and not used up, because only that was asked.
    case matched
    /// Wrong, with tries left.
    case wrong
    /// Wrong for the third time: this try locked the code.
    case locked
    /// A code that had been locked before.
    case alreadyLocked = "already_locked"
    case expired
    /// The code's message had been refused.
    case undelivered
    /// There is none: used, replaced, swept, never made.
    case absent
    /// Too many wrong tries on the number: nothing was looked at.
    case waiting
    case blocked
    case signupDisabled = "signup_disabled"
}

/// Nobody measures.
package struct UnwatchedLogins: LoginWatch {
    package init() {}
    package func mark() -> String? { nil }
    package func started(_ result: StartResult, isAddressCounted: Bool) {}
    package func tried(_ result: TrialResult, mark: Substring?) {}
}
