/// Removes what has ended. Each step touches at most five hundred rows, so that logins pass in between.
package struct SweepExpired: Sendable {
    /// What is removed.
    package enum Kind: Sendable, Hashable, CaseIterable {
        case passing(PassingKind)
        case events
        case sessions
        case refreshTokens
        case deletedConnections

        package static let allCases =
            PassingKind.allCases.map(Kind.passing) + [.events, .sessions, .refreshTokens, .deletedConnections]
    }

    private let store: any SweepableStore
    private let clock: any WallClock
    private let eventLife: Duration

    /// Events are kept for `eventLife`.
    package init(store: any SweepableStore, clock: any WallClock, eventLife: Duration) {
        self.store = store
        self.clock = clock
        self.eventLife = eventLife
    }

    private static let slice = 500

    /// Removes some of what has ended of a kind; false where there is nothing more of it for now.
    package func step(_ kind: Kind) async throws(StoreError) -> Bool {
        let now = clock.now()
        let slice = SweepExpired.slice
        switch kind {
        case .passing(let kind): return try await store.sweepStep(kind, endedBefore: now - kind.memory)
        case .events:
            let time = now - eventLife
            return try await remove { tx throws(StoreError) in try tx.deleteEvents(before: time, limit: slice) }
        case .sessions:
            return try await remove { tx throws(StoreError) in try tx.deleteSessions(endedBefore: now, limit: slice) }
        case .refreshTokens:
            return try await remove { tx throws(StoreError) in
                try tx.deleteRefreshTokens(expiredBefore: now, limit: slice)
            }
        case .deletedConnections: return try await purge()
        }
    }

    /// True where the slice was full.
    private func remove(
        _ body: @escaping @Sendable (any StoreTransaction) throws(StoreError) -> Int
    ) async throws(StoreError) -> Bool { try await store.write(body) >= SweepExpired.slice }

    private func purge() async throws(StoreError) -> Bool {
        var isMoreLeft = false
        for id in try await store.read({ tx throws(StoreError) in try tx.deletedConnectionIDs() }) {
            let isDone = try await store.write { tx throws(StoreError) in
                try tx.purge(connectionID: id, limit: SweepExpired.slice)
            }
            if !isDone { isMoreLeft = true }
        }
        return isMoreLeft
    }
}

/// Records that end by themselves and are found by looking at all of them: an index on time would cost each login more.
package enum PassingKind: Sendable, CaseIterable {
    case loginCode
    case numberHistory
    case addressLimit
    case authorizationCode
    case spentMark

    /// How long one is kept after its end.
    fileprivate var memory: Duration {
        switch self {
        case .loginCode, .addressLimit, .spentMark: .zero
        case .numberHistory: .seconds(86_400)
        case .authorizationCode: AuthorizationCode.memory
        }
    }
}

/// A store that walks through all records of a kind without keeping those waiting who write.
package protocol SweepableStore: Store {
    /// Goes on from where the last step of this kind ended, looks at some thousand records, and removes some of those that ended before
    /// a moment. False at the end of the walk; the next step begins anew. A history's end is its last touch.
    func sweepStep(_ kind: PassingKind, endedBefore time: Timestamp) async throws(StoreError) -> Bool
}
