import Identity
import Logging
import Synchronization

/// The one `Store`: tables over a SQL engine, secrets sealed with the master key.
package final class SQLStore: Store {
    /// Where the data lives.
    package enum Place: Sendable, Equatable, CustomStringConvertible {
        /// Nowhere beyond this object: for tests and for trying things out.
        case memory
        /// In this folder, made with mode 0700 where it is absent, as `watchword.db` with mode 0600.
        case folder(String)
        /// In a database that is there already, over so many connections.
        case postgreSQL(PostgreSQLAddress, PostgreSQLDatabase.Size = .init())

        /// Whether it is a file of this machine.
        package var isFile: Bool { if case .folder = self { true } else { false } }

        /// Of a folder, its path; of a database, host and name.
        package var description: String {
            switch self {
            case .memory: "memory"
            case .folder(let path): path
            case .postgreSQL(let address, _): address.description
            }
        }
    }

    /// The file's name in its folder.
    package static let fileName = "watchword.db"

    /// How many of the newest events a search looks at: what a search costs at most, about a fifth of a second. Searches
    /// are rare and logins are not, so events carry no index that would serve searches alone.
    package static let searchedEvents = 500_000

    let database: any SQLDatabase
    private let vault: Vault
    private let searchedEvents: Int
    /// The keys that the walks of the sweeper have come to.
    let sweptUpTo = Mutex<[PassingKind: [SQLValue]]>([:])

    private init(database: any SQLDatabase, vault: Vault, searchedEvents: Int) {
        self.database = database
        self.vault = vault
        self.searchedEvents = searchedEvents
    }

    /// Opens the data, brings it to the newest shape and checks that the vault's master key is the one it was made with;
    /// on new data it leaves the mark of that check.
    ///
    /// A store that a copy was not finished into is refused, but with `isCopied` to that copy.
    ///
    /// Blocks its thread while the shape changes: meant for a program's start. Throws `.newerVersion`, `.cannotUnseal`
    /// or `.failed`.
    package static func open(
        _ place: Place, vault: Vault, clock: any WallClock, limits: GroupCommit.Limits = .init(),
        searchedEvents: Int = SQLStore.searchedEvents, isCopied: Bool = false, logger: Logger
    ) async throws(StoreError) -> SQLStore {
        let database = try engine(at: place, time: clock.now().microseconds, limits: limits, logger: logger)
        let store = SQLStore(database: database, vault: vault, searchedEvents: searchedEvents)
        do throws(StoreError) {
            try await store.checkMasterKey(isCopied: isCopied)
        } catch {
            await database.close()
            throw error
        }
        for number in database.applied {
            logger.info("the store's shape was changed", metadata: ["migration": "\(number)"])
        }
        return store
    }

    /// The number of the newest step that the data at a place has, 0 for none; nothing is changed. Blocks meanwhile.
    package static func shape(at place: Place) async throws(StoreError) -> Int {
        let none = Migrator([])
        do throws(StoreError) {
            // A migrator that knows no step takes every store for a newer one, says its number, and leaves it alone.
            switch place {
            case .memory: return 0
            case .folder(let folder):
                let empty = try SQLiteDatabase(
                    at: .file("\(folder)/\(fileName)"), migrator: none, time: 0, limits: GroupCommit.Limits(),
                    now: { ContinuousClock.now }, onLost: { _ in })
                await empty.close()
            case .postgreSQL(let address, _):
                _ = try none.apply(to: try PostgreSQLConnection(address, role: .writer), at: 0)
            }
            return 0
        } catch {
            guard case .newerVersion(let found, _) = error else { throw error }
            return found
        }
    }

    private static func engine(
        at place: Place, time: Int64, limits: GroupCommit.Limits, logger: Logger
    ) throws(StoreError) -> any SQLDatabase {
        let now: @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
        let onLost: @Sendable (StoreError) -> Void = { error in
            logger.error("a write was lost, or nobody knows whether it was kept", metadata: ["error": "\(error)"])
        }
        func file(_ location: SQLiteDatabase.Location) throws(StoreError) -> SQLiteDatabase {
            try SQLiteDatabase(
                at: location, migrator: .all(for: .sqlite), time: time, limits: limits, now: now, onLost: onLost)
        }
        switch place {
        case .memory: return try file(.memory)
        case .folder(let folder): return try file(.file("\(folder)/\(fileName)"))
        case .postgreSQL(let address, let size):
            return try PostgreSQLDatabase(
                at: address, size: size, migrator: .all(for: .postgreSQL), time: time, limits: limits, now: now,
                onLost: onLost)
        }
    }

    package func write<T: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws(StoreError) -> T
    ) async throws(StoreError) -> T {
        try await database.write { [vault, searchedEvents] connection throws(StoreError) in
            try body(SQLTransaction(connection: connection, vault: vault, searchedEvents: searchedEvents))
        }
    }

    package func enqueue(_ body: @escaping @Sendable (any StoreTransaction) throws(StoreError) -> Void) {
        database.enqueue { [vault, searchedEvents] connection throws(StoreError) in
            try body(SQLTransaction(connection: connection, vault: vault, searchedEvents: searchedEvents))
        }
    }

    package func read<T: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws(StoreError) -> T
    ) async throws(StoreError) -> T {
        try await database.read { [vault, searchedEvents] connection throws(StoreError) in
            try body(SQLTransaction(connection: connection, vault: vault, searchedEvents: searchedEvents))
        }
    }

    /// Returns when everything that was enqueued before is durable, or was lost.
    package func settle() async throws(StoreError) { try await database.settle() }

    /// Carries out what waits, then closes the data; what comes later throws `.closed`.
    package func close() async { await database.close() }

    /// What the writer has done since the data was opened.
    package var statistics: GroupCommit.Statistics { database.statistics }

    /// Looks through all the data for damage; empty when all is well.
    package func integrityCheck() async throws(StoreError) -> [String] { try await database.integrityCheck() }

    /// Writes a copy of one state of the data to a new file with mode 0600; its secrets stay sealed.
    package func backup(to path: String) async throws(StoreError) { try await database.backup(to: path) }
}

extension SQLStore {
    private static let mark = "master-key-check"

    /// Opens the mark that was sealed when the data was new, or leaves one.
    private func checkMasterKey(isCopied: Bool) async throws(StoreError) {
        try await write { [vault] tx throws(StoreError) in
            try tx.lockConfiguration()
            let isUnfinished = try tx.note(StoreCopy.mark) != nil
            guard isCopied || !isUnfinished else {
                throw .failed("a copy into this store was not finished: run `watchword store copy` again")
            }
            let place = SealedPlace(table: "notes", column: "value", row: SQLStore.mark)
            guard let sealed = try tx.note(SQLStore.mark) else {
                return try tx.setNote(SQLStore.mark, try vault.seal(SQLStore.mark.utf8, at: place))
            }
            let madeWith = String(decoding: sealed.prefix(vault.keyID.utf8.count), as: UTF8.self)
            guard madeWith == vault.keyID else {
                throw .cannotUnseal(
                    "the store was made with the master key \(madeWith), and the one that was given is \(vault.keyID)")
            }
            _ = try vault.open(sealed, at: place)
        }
    }
}
