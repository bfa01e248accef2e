import CSQLite
import Identity

/// One handle on a SQLite file or on a database in memory. It takes no locks of its own: whoever makes it may hand it to
/// one other thread, and from then on only that thread may touch it.
package final class SQLiteConnection: SQLConnection {
    /// What a connection is for.
    package enum Role: Sendable {
        /// Writes, durably: a commit returns when the data is on the disk.
        case writer
        /// Reads; the engine refuses everything else.
        case reader
    }

    /// Where an open transaction stands.
    private enum Transaction {
        case none
        case open
        /// The engine rolled it back by itself (disk full, I/O error); nothing may run until its owner has noticed.
        case lost(StoreError)
    }

    /// How many prepared statements are kept.
    package static let statementLimit = 256

    /// While true, statements that write are refused here, before the engine sees them.
    var refusesWrites = false

    private var handle: OpaquePointer?
    private var cache = StatementCache(limit: statementLimit)
    private var transaction = Transaction.none

    /// Opens a file, which a writer makes when it is absent, or with nil a database in memory, and settles how it works.
    init(path: String?, role: Role) throws(StoreError) {
        let create = role == .writer ? SQLITE_OPEN_CREATE : 0
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | create
        guard sqlite3_open_v2(path ?? ":memory:", &handle, flags, nil) == SQLITE_OK else {
            let error = failure("opening \(path ?? "memory")")
            sqlite3_close_v2(handle)
            throw error
        }
        try settle(role, inFile: path != nil)
    }

    deinit { close() }

    /// How many prepared statements are kept now.
    package var statementCount: Int { cache.count }

    /// Whether the last failure was another connection's lock.
    var wasBusy: Bool { sqlite3_errcode(handle) & 0xff == SQLITE_BUSY }

    /// Closes the handle; the last connection to a file moves its write-ahead log into it. Later calls do nothing.
    func close() {
        cache.empty()
        sqlite3_close_v2(handle)
        handle = nil
    }

    // MARK: Statements

    @discardableResult
    package func run(_ sql: SQL) throws(StoreError) -> Int {
        let before = sqlite3_total_changes64(handle)
        try each(sql) { _ in true }
        return sqlite3_total_changes64(handle) == before ? 0 : Int(sqlite3_changes64(handle))
    }

    /// One writer has the file to itself.
    package var locksRows: Bool { false }

    package func post(_ sql: SQL, expecting count: Int?, orElse problem: @autoclosure () -> String) throws(StoreError) {
        let changed = try run(sql)
        guard count == nil || changed == count else { throw .failed(problem()) }
    }

    package func each(_ sql: SQL, _ read: (SQLRow) throws(StoreError) -> Bool) throws(StoreError) {
        let statement = try statement(sql.text(for: .sqlite))
        defer { statement.reset() }
        try statement.bind(sql.values)
        let row = SQLRow(columns: statement)
        var wantsMore = true
        var refusal: StoreError?
        loop: while true {
            switch statement.step() {
            case SQLITE_DONE:
                break loop
            case SQLITE_ROW:
                if wantsMore {
                    do {
                        wantsMore = try read(row)
                    } catch {
                        wantsMore = false
                        refusal = error
                    }
                }
                // A statement that writes checks its foreign keys at its end only.
                if !wantsMore && statement.isReadOnly { break loop }
            default:
                throw noticed(failure(sql.text))
            }
        }
        if let refusal { throw refusal }
    }

    package func script(_ text: String) throws(StoreError) {
        guard handle != nil else { throw .closed }
        if case .lost(let error) = transaction { throw error }
        guard sqlite3_exec(handle, text, nil, nil, nil) == SQLITE_OK else { throw noticed(failure(text)) }
    }

    private func statement(_ text: String) throws(StoreError) -> SQLiteStatement {
        guard let handle else { throw .closed }
        if case .lost(let error) = transaction { throw error }
        let statement: SQLiteStatement
        if let known = cache.idle(text) {
            statement = known
        } else {
            guard let new = SQLiteStatement(text, on: handle) else { throw failure(text) }
            cache.keep(new, for: text)
            statement = new
        }
        if refusesWrites && !statement.isReadOnly { throw .failed("a reader may not write: \(text)") }
        return statement
    }

    // MARK: Transactions

    /// Opens a transaction that writes, waiting for another process's to end, or one that reads one state throughout.
    func begin(writing: Bool) throws(StoreError) {
        try run(writing ? "BEGIN IMMEDIATE" : "BEGIN")
        transaction = .open
    }

    /// Ends the transaction; when it throws, nothing of the transaction was kept.
    func commit() throws(StoreError) {
        do {
            try run("COMMIT")
            transaction = .none
        } catch {
            rollback()
            throw error
        }
    }

    /// Throws the transaction away.
    func rollback() {
        transaction = .none
        guard let handle, sqlite3_get_autocommit(handle) == 0 else { return }
        sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
    }

    /// Carries out a part of the open transaction that is kept whole or not at all.
    func savepoint(_ body: () -> Bool) throws(StoreError) {
        try run("SAVEPOINT part")
        if !body() { try run("ROLLBACK TO part") }
        try run("RELEASE part")
    }

    /// The error, after a look whether the engine ended the transaction because of it.
    private func noticed(_ error: StoreError) -> StoreError {
        if case .open = transaction, sqlite3_get_autocommit(handle) != 0 { transaction = .lost(error) }
        return error
    }

    /// What the engine says about its last failure. Values are bound, so none is in the text.
    private func failure(_ doing: String) -> StoreError {
        guard sqlite3_errcode(handle) != SQLITE_OK else { return .failed("not one statement: \(doing)") }
        return .failed(
            "\(String(cString: sqlite3_errmsg(handle))) (SQLite \(sqlite3_extended_errcode(handle))): \(doing)")
    }
}
