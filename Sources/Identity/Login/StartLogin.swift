import Logging

/// Sends a login code to a number. The story in order: connection · one transaction with the limits, the new code and its
/// trace · send · record the delivery.
package struct StartLogin: Sendable {
    /// What was asked for. An object, not a value: thousands of them wait for slow gateways, and every step of the way would
    /// keep a copy.
    package final class Request: Sendable {
        package let connection: Connection
        package let phone: PhoneNumber
        package let client: Client
        /// Who alone may use the code.
        package let holder: LoginHolder
        /// The host whose page takes the code, where it is to be bound to it; nil sends the message without that line.
        package let originHost: String?
        /// Whether the client proved that it is itself.
        package let isAuthenticated: Bool
        package let caller: Caller
        /// `x-request-language`, else `accept-language`.
        package let language: String
        /// `authParams`, for the event.
        package let parameters: JSONObject

        package init(
            connection: Connection, phone: PhoneNumber, client: Client, isAuthenticated: Bool, caller: Caller,
            language: String, parameters: JSONObject, holder: LoginHolder? = nil, originHost: String? = nil
        ) {
            self.connection = connection
            self.phone = phone
            self.client = client
            self.holder = holder ?? .client(client.id)
            self.originHost = originHost
            self.isAuthenticated = isAuthenticated
            self.caller = caller
            self.language = language
            self.parameters = parameters
        }
    }

    package enum Outcome: Sendable {
        /// Accepted by the provider, or silently dropped because the user is blocked.
        case started(userKey: String)
        case connectionDisabled
        case signupDisabled
        case addressLimited(RateLimit)
        case numberLimited(retryAfter: Duration)
        case providerFailed(DeliveryProblem)
        /// No place for one more message under way.
        case overloaded
    }

    /// The outcome, and the address's limit where one was counted.
    package struct Answer: Sendable {
        package let outcome: Outcome
        package let limit: RateLimit?
    }

    private let store: any Store
    private let provider: any SMSProvider
    private let abuse: AbusePolicy
    private let vault: Vault
    private let clock: any WallClock
    private let random: any RandomSource
    private let watch: any LoginWatch

    package init(
        store: any Store, provider: any SMSProvider, abuse: AbusePolicy, vault: Vault, clock: any WallClock,
        random: any RandomSource, watch: any LoginWatch = UnwatchedLogins()
    ) {
        self.store = store
        self.provider = provider
        self.abuse = abuse
        self.vault = vault
        self.clock = clock
        self.random = random
        self.watch = watch
    }

    /// What the transaction decided.
    private enum Decision: Sendable {
        case send(userKey: String, limit: RateLimit?)
        case silent(userKey: String, limit: RateLimit?)
        case refuse(StartResult, Outcome, RateLimit?)
    }

    /// Carries the request out. Throws only where the store could not.
    package func start(_ request: Request, logger: Logger) async throws(StoreError) -> Answer {
        guard request.connection.enabledClients.contains(request.client.id) else {
            return answer(.connectionDisabled, .connectionDisabled, limit: nil)
        }
        let now = clock.now()
        if !request.isAuthenticated, let limit = abuse.refusalFromMemory(of: request.caller, at: now) {
            return answer(.addressLimited, .addressLimited(limit), limit: limit)
        }
        guard provider.reservePlace() else { return answer(.overloaded, .overloaded, limit: nil) }
        defer { provider.releasePlace() }

        let digits = random.digits(request.connection.sms.codeLength)
        let code = makeCode(digits, for: request, at: now)
        switch try await decide(request, code: code, at: now) {
        case .refuse(let result, let outcome, let limit): return answer(result, outcome, limit: limit)
        case .silent(let userKey, let limit): return answer(.withheld, .started(userKey: userKey), limit: limit)
        case .send(let userKey, let limit):
            let delivery = await send(digits, code: code, for: request)
            let outcome = try await record(delivery, of: code, for: request, userKey: userKey, logger: logger)
            return answer(StartResult(delivery), outcome, limit: limit)
        }
    }

    /// The answer, of which the watch hears.
    private func answer(_ result: StartResult, _ outcome: Outcome, limit: RateLimit?) -> Answer {
        watch.started(result, isAddressCounted: result != .addressLimited && limit != nil)
        return Answer(outcome: outcome, limit: limit)
    }

    private func makeCode(_ digits: String, for request: Request, at now: Timestamp) -> LoginCode {
        let id = random.alphanumerics(LoginCode.messageIDLength) + (watch.mark() ?? "")
        let hash = vault.hash(
            code: digits, id: id, connection: request.connection.id, phone: request.phone, holder: request.holder)
        return LoginCode(
            id: id, connectionID: request.connection.id, phone: request.phone, holder: request.holder, hash: hash,
            expiresAt: now + request.connection.sms.codeLifetime)
    }

    /// The transaction: limits, blocked or unknown users, the new code.
    private func decide(_ request: Request, code: LoginCode, at now: Timestamp) async throws(StoreError) -> Decision {
        let refusalID = Event.newID(at: now, random)
        return try await store.write { [abuse, vault] tx throws(StoreError) in
            let connection = request.connection
            try tx.foresee(
                [.number(connectionID: connection.id, request.phone)]
                    + abuse.foreseen(of: request.caller, isAuthenticated: request.isAuthenticated)
                    + [.user(connectionID: connection.id, request.phone)])
            var history = try tx.numberHistory(connectionID: connection.id, phone: request.phone)
            let verdict = try abuse.judge(
                caller: request.caller, isAuthenticated: request.isAuthenticated, history: &history, in: tx, at: now)
            let limit: RateLimit?
            switch verdict {
            case .allowed(let state): limit = state
            case .addressLimited(let state):
                try tx.append(LoginEvents.addressLimited(request, id: refusalID, at: now))
                return .refuse(.addressLimited, .addressLimited(state), state)
            case .numberLimited(let retryAfter):
                try tx.append(LoginEvents.sendsPaused(request, id: refusalID, at: now))
                return .refuse(.numberLimited, .numberLimited(retryAfter: retryAfter), nil)
            }
            let user = try tx.user(connectionID: connection.id, phone: request.phone)
            if user == nil, connection.sms.disablesSignup {
                try tx.append(LoginEvents.signupDisabled(request, id: refusalID, at: now))
                return .refuse(.signupDisabled, .signupDisabled, limit)
            }
            try tx.put(history, connectionID: connection.id, phone: request.phone, at: now)
            try tx.put(code)
            if let user, user.isBlocked {
                // The code is stored and never sent: who types one is told what anybody is told.
                try tx.append(LoginEvents.blockedAtStart(request, user: user, id: refusalID, at: now))
                return .silent(userKey: user.key, limit: limit)
            }
            let key =
                user?.key
                ?? vault.userKey(connection: connection.id, phone: request.phone, generation: history.generation)
            return .send(userKey: key, limit: limit)
        }
    }

    private func send(_ digits: String, code: LoginCode, for request: Request) async -> Delivery {
        await provider.send(
            message(with: digits, code: code, for: request), through: request.connection.sms.provider)
    }

    private func message(with digits: String, code: LoginCode, for request: Request) -> SMSMessage {
        let sms = request.connection.sms
        let body = sms.template.render(
            MessageValues(
                code: digits, phoneNumber: request.phone.e164, applicationName: request.client.name,
                requestLanguage: request.language))
        let bound = request.originHost.map { OriginBoundCode.append(to: body, host: $0, code: digits) }
        return SMSMessage(
            id: code.messageID, recipient: request.phone, body: bound ?? body, sender: sms.from,
            caller: sms.forwardsRequestInfo ? request.caller : nil)
    }

    /// A success is written without anyone waiting; a failure before its answer, so that a refused code is dead by then.
    private func record(
        _ delivery: Delivery, of code: LoginCode, for request: Request, userKey: String, logger: Logger
    ) async throws(StoreError) -> Outcome {
        let now = clock.now()
        let eventID = Event.newID(at: now, random)
        switch delivery {
        case .accepted:
            store.enqueue { tx throws(StoreError) in
                try tx.append(LoginEvents.sent(request, userKey: userKey, id: eventID, at: now))
            }
            return .started(userKey: userKey)
        case .refused(let problem), .unknown(let problem):
            logger.warning(
                "the SMS provider did not take the message",
                metadata: [
                    "connection": "\(request.connection.name)", "reason": "\(problem.forOperator)",
                    "message": "\(code.messageID)",
                ])
            var dead: LoginCode?
            if case .refused = delivery {
                dead = code
                dead?.state = .undeliverable
            }
            let event = LoginEvents.notSent(request, problem: problem, id: eventID, at: now)
            try await store.write { [dead] tx throws(StoreError) in
                if let dead { try tx.updateState(of: dead) }
                try tx.append(event)
            }
            return .providerFailed(problem)
        }
    }
}

extension StartResult {
    fileprivate init(_ delivery: Delivery) {
        switch delivery {
        case .accepted: self = .sent
        case .refused: self = .refused
        case .unknown: self = .unsure
        }
    }
}
