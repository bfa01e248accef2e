import Identity
import Logging

/// The one `Store`: tables over a SQL engine, secrets sealed with the master key.
package final class SQLStore: Store {
    /// Where the data lives.
    package enum Place: Sendable, Equatable {
        /// Nowhere beyond this object: for tests and for trying things out.
        case memory
        /// In this folder, made with mode 0700 where it is absent, as `watchword.db` with mode 0600.
        case folder(String)
    }

    /// The file's name in its folder.
    package static let fileName = "watchword.db"

    /// How many of the newest events a search looks at: what a search costs at most, about a fifth of a second. Searches
    /// are rare and logins are not, so events carry no index that would serve searches alone.
    package static let searchedEvents = 500_000

    let database: SQLiteDatabase
    private let vault: Vault
    private let searchedEvents: Int

    private init(database: SQLiteDatabase, vault: Vault, searchedEvents: Int) {
        self.database = database
        self.vault = vault
        self.searchedEvents = searchedEvents
    }

    /// Opens the data, brings it to the newest shape and checks that the vault's master key is the one it was made with;
    /// on new data it leaves the mark of that check.
    ///
    /// Blocks its thread while the shape changes: meant for a program's start. Throws `.newerVersion`, `.cannotUnseal`
    /// or `.failed`.
    package static func open(
        _ place: Place, vault: Vault, clock: any WallClock, limits: GroupCommit.Limits = .init(),
        searchedEvents: Int = SQLStore.searchedEvents, logger: Logger
    ) async throws(StoreError) -> SQLStore {
        let location: SQLiteDatabase.Location =
            switch place {
            case .memory: .memory
            case .folder(let folder): .file("\(folder)/\(fileName)")
            }
        let database = try SQLiteDatabase(
            at: location, migrator: .all(for: .sqlite), time: clock.now().microseconds, limits: limits,
            now: { ContinuousClock.now },
            onLost: { error in
                logger.error("a write that nobody waited for was lost", metadata: ["error": "\(error)"])
            })
        let store = SQLStore(database: database, vault: vault, searchedEvents: searchedEvents)
        do throws(StoreError) {
            try await store.checkMasterKey()
        } catch {
            await database.close()
            throw error
        }
        for number in database.applied {
            logger.info("the store's shape was changed", metadata: ["migration": "\(number)"])
        }
        return store
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
    private func checkMasterKey() async throws(StoreError) {
        try await write { [vault] tx throws(StoreError) in
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
