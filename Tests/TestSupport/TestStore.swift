import Foundation
import Identity
import Logging
import Storage

/// A store of one test's own, with the clock and the vault that it was opened with.
package struct TestStore: Sendable {
    /// Where a store can live; a suite that takes this as argument runs on each.
    package enum Engine: String, Sendable, CaseIterable {
        case memory
        case file
        case postgreSQL

        /// PostgreSQL only where the tests were given one (`WATCHWORD_TEST_DATABASE_URL`).
        package static var allCases: [Engine] {
            TestDatabase.isThere ? [.memory, .file, .postgreSQL] : [.memory, .file]
        }

        /// Where suites that are not about engines run: in memory, unless `WATCHWORD_TEST_ENGINE` says otherwise.
        package static let usual: Engine =
            ProcessInfo.processInfo.environment["WATCHWORD_TEST_ENGINE"].flatMap(Engine.init) ?? .memory
    }

    package let store: SQLStore
    package let clock: ManualClock
    package let vault: Vault
    /// The folder of a store in a file, gone with the last copy of this.
    package let folder: TestFolder?

    /// Over a store that was opened elsewhere.
    package init(store: SQLStore, clock: ManualClock, vault: Vault, folder: TestFolder?) {
        self.store = store
        self.clock = clock
        self.vault = vault
        self.folder = folder
    }

    /// Opens a new, empty store.
    package static func open(
        _ engine: Engine = .usual, clock: ManualClock = ManualClock(), vault: Vault = .sample
    ) async throws -> TestStore {
        switch engine {
        case .memory: try await open(in: nil, clock: clock, vault: vault)
        case .file: try await open(in: TestFolder(), clock: clock, vault: vault)
        case .postgreSQL: try await open(in: TestDatabase(), clock: clock, vault: vault)
        }
    }

    /// Opens the store in a database, which may hold one already.
    package static func open(
        in database: TestDatabase, clock: ManualClock = ManualClock(), vault: Vault = .sample
    ) async throws -> TestStore {
        let store = try await SQLStore.open(database.place, vault: vault, clock: clock, logger: .silent)
        return TestStore(store: store, clock: clock, vault: vault, folder: nil)
    }

    /// Opens the store in a folder, which may hold one already; without a folder, a new one in memory.
    package static func open(
        in folder: TestFolder?, clock: ManualClock = ManualClock(), vault: Vault = .sample
    ) async throws -> TestStore {
        let store = try await SQLStore.open(
            folder.map { .folder($0.path) } ?? .memory, vault: vault, clock: clock, logger: .silent)
        return TestStore(store: store, clock: clock, vault: vault, folder: folder)
    }

    /// Runs one transaction that writes.
    @discardableResult
    package func write<T: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws(StoreError) -> T
    ) async throws(StoreError) -> T {
        try await store.write(body)
    }

    /// Reads one state.
    package func read<T: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws(StoreError) -> T
    ) async throws(StoreError) -> T {
        try await store.read(body)
    }
}

extension TestStore {
    /// Walks once through all records of a kind, in small steps.
    package func sweep(_ kind: PassingKind, endedBefore time: Timestamp) async throws(StoreError) {
        while try await store.sweepStep(kind, endedBefore: time, slice: 3, block: 4) {}
    }
}

extension SweepExpired {
    /// Takes all steps.
    package func removeAll() async throws(StoreError) {
        for kind in Kind.allCases {
            while try await step(kind) {}
        }
    }
}

/// A folder of one test's own, gone with the object.
package final class TestFolder: Sendable {
    package let path: String

    package init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "watchword-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        path = url.path(percentEncoded: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a file inside.
    package func file(_ name: String) -> String { "\(path)/\(name)" }
}

extension Logger {
    /// Says nothing.
    package static var silent: Logger { Logger(label: "silent") { _ in SwiftLogNoOpLogHandler() } }
}
