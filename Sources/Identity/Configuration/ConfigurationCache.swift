import Synchronization

/// The configuration in memory. A Management write reloads it before it answers; every other node sees a change within a second.
package final class ConfigurationCache: Sendable {
    private struct State {
        var current: TenantConfiguration
        var lastMiss: Timestamp
    }

    private let store: any Store
    private let clock: any WallClock
    private let state: Mutex<State>

    /// Reads the configuration for the first time.
    package init(store: any Store, clock: any WallClock) async throws(StoreError) {
        self.store = store
        self.clock = clock
        let first = try await store.read { tx throws(StoreError) in try TenantConfiguration(tx) }
        state = Mutex(State(current: first, lastMiss: Timestamp(microseconds: 0)))
    }

    /// The configuration as last read.
    package var current: TenantConfiguration { state.withLock { $0.current } }

    /// Reads it anew.
    package func reload() async throws(StoreError) {
        let fresh = try await store.read { tx throws(StoreError) in try TenantConfiguration(tx) }
        state.withLock { if fresh.version >= $0.current.version { $0.current = fresh } }
    }

    /// Reads it anew if the store's version has moved.
    package func reloadIfChanged() async throws(StoreError) {
        let version = try await store.read { tx throws(StoreError) in try tx.configurationVersion() }
        if version != current.version { try await reload() }
    }

    /// Looks something up; where it is missing, reads the store once more before giving up, at most every 100 ms.
    package func find<T: Sendable>(_ look: @Sendable (TenantConfiguration) -> T?) async throws(StoreError) -> T? {
        if let found = look(current) { return found }
        try await refreshBeforeRefusing()
        return look(current)
    }

    /// Sees to it that a refusal does not rest on a stale copy; reads the store's version at most every 100 ms.
    package func refreshBeforeRefusing() async throws(StoreError) {
        let now = clock.now()
        let mayRead = state.withLock { state in
            guard now - state.lastMiss >= .milliseconds(100) || now < state.lastMiss else { return false }
            state.lastMiss = now
            return true
        }
        if mayRead { try await reloadIfChanged() }
    }
}
