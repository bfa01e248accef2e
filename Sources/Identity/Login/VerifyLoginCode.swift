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

        package init(
            connection: Connection, phone: PhoneNumber, code: String, client: Client, caller: Caller, audience: String?,
            scope: String?
        ) {
            self.connection = connection
            self.phone = phone
            self.code = code
            self.client = client
            self.caller = caller
            self.audience = audience
            self.scope = scope
        }
    }

    package enum Outcome: Sendable {
        case right(User)
        /// Wrong, replaced, used, expired, never sent: one answer for all.
        case wrong
        /// Three wrong tries were made on this code before.
        case locked
        /// Ten or more wrong tries in a row on this number: not even the right code is looked at until then.
        case waiting(Duration)
        case blocked
        case signupDisabled
    }

    private let store: any Store
    private let vault: Vault
    private let clock: any WallClock
    private let random: any RandomSource

    package init(store: any Store, vault: Vault, clock: any WallClock, random: any RandomSource) {
        self.store = store
        self.vault = vault
        self.clock = clock
        self.random = random
    }

    /// Tries the code, counts the try, makes or updates the user: one transaction.
    package func verify(_ request: Request) async throws(StoreError) -> Outcome {
        let now = clock.now()
        let eventIDs = [Event.newID(at: now, random), Event.newID(at: now + .microseconds(1), random)]
        return try await store.write { [vault] tx throws(StoreError) in
            try VerifyLoginCode.verify(request, vault: vault, in: tx, at: now, eventIDs: eventIDs)
        }
    }

    private static func verify(
        _ request: Request, vault: Vault, in tx: any StoreTransaction, at now: Timestamp, eventIDs: [String]
    ) throws(StoreError) -> Outcome {
        let connectionID = request.connection.id
        var history = try tx.numberHistory(connectionID: connectionID, phone: request.phone)
        if request.connection.sms.countsFailures, let waitUntil = history.waitUntil, now < waitUntil {
            return .waiting(waitUntil - now)
        }
        guard var code = try tx.loginCode(connectionID: connectionID, phone: request.phone, clientID: request.client.id)
        else {
            try tx.append(
                LoginEvents.failure(
                    .failedCodeExchange, wrongText, request, user: nil, id: eventIDs[0], at: now))
            return .wrong
        }
        let hash = vault.hash(
            code: request.code, id: code.id, connection: connectionID, phone: request.phone, client: request.client.id)
        switch code.attempt(hash, at: now) {
        case .dead:
            try tx.append(
                LoginEvents.failure(.failedCodeExchange, wrongText, request, user: nil, id: eventIDs[0], at: now))
            return .wrong
        case .locked:
            try tx.append(
                LoginEvents.failure(.failedCodeExchange, lockedText, request, user: nil, id: eventIDs[0], at: now))
            return .locked
        case .wrong:
            try tx.updateState(of: code)
            try tx.append(
                LoginEvents.failure(.failedCodeExchange, wrongText, request, user: nil, id: eventIDs[0], at: now))
            guard request.connection.sms.countsFailures else { return .wrong }
            if history.recordFailure(at: now) != nil {
                try tx.append(
                    LoginEvents.failure(
                        .tooManyFailures, "Too many wrong codes in a row for this number", request, user: nil,
                        id: eventIDs[1], at: now))
            }
            try tx.put(history, connectionID: connectionID, phone: request.phone, at: now)
            return .wrong
        case .right:
            try tx.delete(code)
            return try admit(request, history: history, vault: vault, in: tx, at: now, eventIDs: eventIDs)
        }
    }

    /// The code was right: whose login is it, and may they?
    private static func admit(
        _ request: Request, history: NumberHistory, vault: Vault, in tx: any StoreTransaction, at now: Timestamp,
        eventIDs: [String]
    ) throws(StoreError) -> Outcome {
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
                return .signupDisabled
            }
            let key = vault.userKey(connection: connection.id, phone: request.phone, generation: history.generation)
            user = User(
                id: User.idPrefix + key, connectionID: connection.id, connection: connection.name, phone: request.phone,
                createdAt: now)
            isNew = true
        }
        user.recordLogin(at: now, from: address)
        let isWritten = isNew ? try tx.insert(user) : try tx.update(user)
        guard isWritten else { throw .failed("the user of a right code could not be written") }
        guard !user.isBlocked else {
            try tx.append(
                LoginEvents.failure(.failedLogin, "user is blocked", request, user: user, id: eventIDs[0], at: now))
            return .blocked
        }
        if history.failures > 0 || history.waitUntil != nil {
            var cleared = history
            cleared.recordSuccess()
            try tx.put(cleared, connectionID: connection.id, phone: request.phone, at: now)
        }
        if isNew { try tx.append(LoginEvents.success(.signup, request, user: user, id: eventIDs[0], at: now)) }
        try tx.append(LoginEvents.success(.login, request, user: user, id: eventIDs[1], at: now))
        return .right(user)
    }

    private static let wrongText = "Wrong phone number or verification code."
    private static let lockedText = "You've reached the maximum number of attempts. Please try to login again."
}
