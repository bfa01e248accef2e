/// Tries a code. The only place that does, whoever asks.
package struct VerifyLoginCode: Sendable {
    package final class Request: Sendable {
        package let connection: Connection
        package let phone: PhoneNumber
        package let code: String
        package let client: Client
        package let caller: Caller
        /// What was asked for, for the event.
        package let audience: String?
        package let scope: String?
        package let holder: LoginHolder
        /// The event of a try that fails.
        package let failureKind: Event.Kind
        /// False only looks whether the code would be right; a wrong one counts all the same.
        package let usesUp: Bool

        package init(
            connection: Connection, phone: PhoneNumber, code: String, client: Client, caller: Caller, audience: String?,
            scope: String?, holder: LoginHolder? = nil, failureKind: Event.Kind = .failedCodeExchange,
            usesUp: Bool = true
        ) {
            self.connection = connection
            self.phone = phone
            self.code = code
            self.client = client
            self.caller = caller
            self.audience = audience
            self.scope = scope
            self.holder = holder ?? .client(client.id)
            self.failureKind = failureKind
            self.usesUp = usesUp
        }
    }

    package enum Outcome: Sendable {
        case right(User)
        /// Wrong, and so many tries are left before the code is locked.
        case wrong(triesLeft: Int)
        /// There is no code that could be right: expired, used, replaced, never sent.
        case gone
        /// Right, and not used up, because only that was asked.
        case wouldBeRight
        /// Three wrong tries were made on this code before.
        case locked
        /// Ten or more wrong tries in a row on this number: not even the right code is looked at until then.
        case waiting(Duration)
        case blocked
        case signupDisabled
    }

    /// A try within a transaction; `conclude` it once that is durable.
    package struct Trial: Sendable {
        package let outcome: Outcome
        fileprivate let result: TrialResult
        fileprivate var mark: Substring?

        fileprivate init(_ outcome: Outcome, _ result: TrialResult) {
            self.outcome = outcome
            self.result = result
        }
    }

    private let store: any Store
    private let vault: Vault
    private let clock: any WallClock
    private let random: any RandomSource
    private let watch: any LoginWatch
    private let refusals = AddressRateLimit.forRefusals()

    package init(
        store: any Store, vault: Vault, clock: any WallClock, random: any RandomSource,
        watch: any LoginWatch = UnwatchedLogins()
    ) {
        self.store = store
        self.vault = vault
        self.clock = clock
        self.random = random
        self.watch = watch
    }

    /// Tries the code, counts the try, makes or updates the user: one transaction.
    package func verify(_ request: Request) async throws(StoreError) -> Outcome {
        let draw = draw()
        return conclude(try await store.write { tx throws(StoreError) in try attempt(request, draw, in: tx) })
    }

    /// What a try came to, of which the watch now hears.
    func conclude(_ trial: Trial) -> Outcome {
        watch.tried(trial.result, mark: trial.mark)
        return trial.outcome
    }

    /// The time and the chance of one try, taken before its transaction.
    struct Draw: Sendable {
        let now: Timestamp
        let eventIDs: [String]
    }

    func draw() -> Draw {
        let now = clock.now()
        return Draw(
            now: now, eventIDs: [Event.newID(at: now, random), Event.newID(at: now + .microseconds(1), random)])
    }

    /// The try, within a transaction that may hold more than it.
    func attempt(_ request: Request, _ draw: Draw, in tx: any StoreTransaction) throws(StoreError) -> Trial {
        let (now, eventIDs) = (draw.now, draw.eventIDs)
        let connectionID = request.connection.id
        try tx.foresee([
            .number(connectionID: connectionID, request.phone),
            .loginCode(connectionID: connectionID, request.phone, request.holder),
            .user(connectionID: connectionID, request.phone),
        ])
        let history = try tx.numberHistory(connectionID: connectionID, phone: request.phone)
        if request.connection.sms.countsFailures, let waitUntil = history.waitUntil, now < waitUntil {
            return Trial(.waiting(waitUntil - now), .waiting)
        }
        guard let code = try tx.loginCode(connectionID: connectionID, phone: request.phone, holder: request.holder)
        else {
            // To try what is not there costs nobody anything, so only so many are written down. Counted again where the transaction
            // runs again: at worst one event fewer.
            guard refusals.hasRoom(for: request.caller.address, at: now) else { return Trial(.gone, .absent) }
            try tx.append(
                LoginEvents.failure(
                    request.failureKind, VerifyLoginCode.wrongText, request, user: nil, id: eventIDs[0], at: now))
            return Trial(.gone, .absent)
        }
        var trial = try attempt(request, on: code, history: history, draw, in: tx)
        trial.mark = code.mark
        return trial
    }

    /// The try of a code that stands.
    private func attempt(
        _ request: Request, on found: LoginCode, history: NumberHistory, _ draw: Draw, in tx: any StoreTransaction
    ) throws(StoreError) -> Trial {
        let (now, eventIDs, connectionID) = (draw.now, draw.eventIDs, request.connection.id)
        var (code, history) = (found, history)
        let hash = vault.hash(
            code: request.code, id: code.id, connection: connectionID, phone: request.phone, holder: request.holder)
        switch code.attempt(hash, at: now) {
        case .dead:
            try tx.append(
                LoginEvents.failure(
                    request.failureKind, VerifyLoginCode.wrongText, request, user: nil, id: eventIDs[0], at: now))
            return Trial(.gone, code.state == .undeliverable ? .undelivered : .expired)
        case .locked:
            try tx.append(
                LoginEvents.failure(
                    request.failureKind, VerifyLoginCode.lockedText, request, user: nil, id: eventIDs[0], at: now))
            return Trial(.locked, .alreadyLocked)
        case .wrong:
            let trial = Trial(.wrong(triesLeft: code.triesLeft), code.triesLeft > 0 ? .wrong : .locked)
            try tx.updateState(of: code)
            try tx.append(
                LoginEvents.failure(
                    request.failureKind, VerifyLoginCode.wrongText, request, user: nil, id: eventIDs[0], at: now))
            guard request.connection.sms.countsFailures else { return trial }
            if history.recordFailure(at: now) != nil {
                try tx.append(
                    LoginEvents.failure(
                        .tooManyFailures, "Too many wrong codes in a row for this number", request, user: nil,
                        id: eventIDs[1], at: now))
            }
            try tx.put(history, connectionID: connectionID, phone: request.phone, at: now)
            return trial
        case .right:
            guard request.usesUp else {
                let user = try tx.user(connectionID: connectionID, phone: request.phone)
                return user?.isBlocked == true ? Trial(.blocked, .blocked) : Trial(.wouldBeRight, .matched)
            }
            try tx.delete(code)
            return try admit(request, history: history, in: tx, at: now, eventIDs: eventIDs)
        }
    }

    /// The code was right: whose login is it, and may they?
    private func admit(
        _ request: Request, history: NumberHistory, in tx: any StoreTransaction, at now: Timestamp, eventIDs: [String]
    ) throws(StoreError) -> Trial {
        let connection = request.connection
        let address = request.caller.address.description
        var isNew = false
        var user: User
        if let known = try tx.user(connectionID: connection.id, phone: request.phone) {
            user = known
        } else {
            guard !connection.sms.disablesSignup else {
                try tx.append(
                    LoginEvents.failure(
                        .failedSignup, "Public signup is disabled", request, user: nil, id: eventIDs[0], at: now))
                return Trial(.signupDisabled, .signupDisabled)
            }
            let key = vault.userKey(connection: connection.id, phone: request.phone, generation: history.generation)
            user = User(
                id: User.idPrefix + key, connectionID: connection.id, connection: connection.name, phone: request.phone,
                createdAt: now)
            isNew = true
        }
        user.recordLogin(at: now, from: address)
        try tx.recordLogin(of: user, isNew: isNew)
        guard !user.isBlocked else {
            try tx.append(
                LoginEvents.failure(.failedLogin, "user is blocked", request, user: user, id: eventIDs[0], at: now))
            return Trial(.blocked, .blocked)
        }
        if history.failures > 0 || history.waitUntil != nil {
            var cleared = history
            cleared.recordSuccess()
            try tx.put(cleared, connectionID: connection.id, phone: request.phone, at: now)
        }
        if isNew { try tx.append(LoginEvents.success(.signup, request, user: user, id: eventIDs[0], at: now)) }
        try tx.append(LoginEvents.success(.login, request, user: user, id: eventIDs[1], at: now))
        return Trial(.right(user), .right)
    }

    private static let wrongText = "Wrong phone number or verification code."
    private static let lockedText = "You've reached the maximum number of attempts. Please try to login again."
}
