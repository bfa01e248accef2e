import Synchronization

/// The limits on sending codes. Each rule is asked inside the transaction that makes the code, so two requests at once cannot
/// both pass where only one may.
package final class AbusePolicy: Sendable {
    /// The figures, from the operator's settings; nil turns a rule off.
    package struct Limits: Sendable {
        package var startsPerAddressPerHour: Int?
        package var sendsPerNumberPerHour: Int?
        package var sendsPerNumberPerDay: Int?

        package init(
            startsPerAddressPerHour: Int? = 50, sendsPerNumberPerHour: Int? = 10, sendsPerNumberPerDay: Int? = 30
        ) {
            self.startsPerAddressPerHour = startsPerAddressPerHour
            self.sendsPerNumberPerHour = sendsPerNumberPerHour
            self.sendsPerNumberPerDay = sendsPerNumberPerDay
        }
    }

    /// What the rules say of one start.
    package enum Verdict: Sendable {
        case allowed(RateLimit?)
        case addressLimited(RateLimit)
        case numberLimited(retryAfter: Duration)
    }

    private let addressRule: StartsPerAddress?
    private let numberRule: SendsPerNumber
    private let knownOver = Mutex<[String: RateLimit]>([:])

    package init(_ limits: Limits) {
        addressRule = limits.startsPerAddressPerHour.map { StartsPerAddress(limit: $0) }
        numberRule = SendsPerNumber(perHour: limits.sendsPerNumberPerHour, perDay: limits.sendsPerNumberPerDay)
    }

    /// The limit that an address is known to be over, without asking the store.
    package func refusalFromMemory(of caller: Caller, at now: Timestamp) -> RateLimit? {
        guard addressRule != nil else { return nil }
        let key = caller.address.limitKey
        return knownOver.withLock { known in
            guard let limit = known[key], let retryAfter = limit.retryAfter else { return nil }
            // The remembered refusal's token comes back one wait after the refusal was made: `resetsAt` minus the window's rest.
            let freeAt = limit.resetsAt - (StartsPerAddress.window - StartsPerAddress.window / limit.limit)
            guard now < freeAt else {
                known[key] = nil
                return nil
            }
            return RateLimit(
                limit: limit.limit, remaining: 0, resetsAt: limit.resetsAt,
                retryAfter: min(retryAfter, freeAt - now))
        }
    }

    /// What `judge` will read, in its order.
    package func foreseen(of caller: Caller, isAuthenticated: Bool) -> [Foreseen] {
        addressRule == nil || isAuthenticated ? [] : [.address(caller.address.limitKey)]
    }

    /// Asks the rules and counts the start. `history` is written back by the caller, in the same transaction.
    package func judge(
        caller: Caller, isAuthenticated: Bool, history: inout NumberHistory, in tx: any StoreTransaction,
        at now: Timestamp
    ) throws(StoreError) -> Verdict {
        var limit: RateLimit?
        if let addressRule, !isAuthenticated {
            let state = try addressRule.take(caller, in: tx, at: now)
            guard state.retryAfter == nil else {
                remember(state, of: caller)
                return .addressLimited(state)
            }
            limit = state
        }
        if let wait = numberRule.take(&history, at: now) { return .numberLimited(retryAfter: wait) }
        return .allowed(limit)
    }

    private func remember(_ limit: RateLimit, of caller: Caller) {
        knownOver.withLock { known in
            if known.count >= 10_000 { known.removeAll() }  // bounded: forgetting costs one write each, no more
            known[caller.address.limitKey] = limit
        }
    }
}
