/// Removes what has ended. Each slice touches at most a thousand rows of a kind, so that logins pass in between.
package struct SweepExpired: Sendable {
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

    /// Removes one slice of everything; returns how many rows are likely to be left, 0 when a slice was not filled.
    package func removeSlice() async throws(StoreError) -> Int {
        let now = clock.now()
        var removed: [Int] = []
        for kind in PassingKind.allCases {
            removed.append(
                try await store.remove(kind, endedBefore: now - kind.memory, limit: SweepExpired.slice))
        }
        let eventsBefore = now - eventLife
        removed.append(
            try await store.write { tx throws(StoreError) in
                try tx.deleteEvents(before: eventsBefore, limit: SweepExpired.slice)
            })
        removed.append(
            try await store.write { tx throws(StoreError) in
                try tx.deleteSessions(endedBefore: now, limit: SweepExpired.slice)
            })
        removed.append(
            try await store.write { tx throws(StoreError) in
                try tx.deleteRefreshTokens(expiredBefore: now, limit: SweepExpired.slice)
            })
        var full = removed.filter { $0 >= SweepExpired.slice }.count
        for id in try await store.read({ tx throws(StoreError) in try tx.deletedConnectionIDs() }) {
            let isDone = try await store.write { tx throws(StoreError) in
                try tx.purge(connectionID: id, limit: SweepExpired.slice)
            }
            if !isDone { full += 1 }
        }
        return full
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

/// A store that looks for ended records without keeping those waiting who write.
package protocol SweepableStore: Store {
    /// Removes records that ended before a moment, at most `limit`; returns how many. A history's end is its last touch.
    func remove(_ kind: PassingKind, endedBefore time: Timestamp, limit: Int) async throws(StoreError) -> Int
}
