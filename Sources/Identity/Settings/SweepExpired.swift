/// Removes what has ended. Each slice touches at most a thousand rows of a kind, so that logins pass in between.
package struct SweepExpired: Sendable {
    private let store: any Store
    private let clock: any WallClock
    private let eventLife: Duration

    /// Events are kept for `eventLife`.
    package init(store: any Store, clock: any WallClock, eventLife: Duration) {
        self.store = store
        self.clock = clock
        self.eventLife = eventLife
    }

    private static let slice = 500

    /// Removes one slice of everything; returns how many rows are likely to be left, 0 when a slice was not filled.
    package func removeSlice() async throws(StoreError) -> Int {
        let now = clock.now()
        let eventsBefore = now - eventLife
        let codes = try await store.write { tx throws(StoreError) in
            try tx.deleteLoginCodes(expiredBefore: now, limit: SweepExpired.slice)
        }
        let events = try await store.write { tx throws(StoreError) in
            try tx.deleteEvents(before: eventsBefore, limit: SweepExpired.slice)
        }
        let limits = try await store.write { tx throws(StoreError) in
            try tx.deleteAddressLimits(fullBefore: now, limit: SweepExpired.slice)
        }
        let histories = try await store.write { tx throws(StoreError) in
            try tx.deleteNumberHistories(untouchedSince: now - .seconds(86_400), limit: SweepExpired.slice)
        }
        var full = [codes, events, limits, histories].filter { $0 >= SweepExpired.slice }.count
        for id in try await store.read({ tx throws(StoreError) in try tx.deletedConnectionIDs() }) {
            let isDone = try await store.write { tx throws(StoreError) in
                try tx.purge(connectionID: id, limit: SweepExpired.slice)
            }
            if !isDone { full += 1 }
        }
        return full
    }
}
