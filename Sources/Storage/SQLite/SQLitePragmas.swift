import Foundation
import Identity

extension SQLiteConnection {
    /// Milliseconds that a statement waits for another process's transaction to end.
    static let patience = 5_000

    /// Sets what the connection must do, and looks whether it does: a commit that is not durable must not pass unseen.
    func settle(_ role: Role, inFile: Bool) throws(StoreError) {
        try wait(atMost: Self.patience)
        try script("PRAGMA trusted_schema = OFF; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON")
        switch role {
        case .writer:
            if inFile { try useWriteAheadLog() }
            // Checkpoints: every 4,000 pages (16 MB) the log is copied into the file; a log that grew under a long read
            // is cut to 64 MiB. Cache: 24 MiB; the system caches the file besides.
            try script(
                """
                PRAGMA synchronous = FULL;
                PRAGMA wal_autocheckpoint = 4000;
                PRAGMA journal_size_limit = 67108864;
                PRAGMA cache_size = -24576;
                """)
            try check("PRAGMA synchronous", is: 2)
            try check("PRAGMA foreign_keys", is: 1)
        case .reader:
            try script("PRAGMA cache_size = -16384; PRAGMA query_only = ON")
            try check("PRAGMA query_only", is: 1)
            refusesWrites = true
        }
    }

    /// From now on a statement waits so many milliseconds for another process's transaction to end.
    func wait(atMost milliseconds: Int) throws(StoreError) {
        try script("PRAGMA busy_timeout = \(milliseconds)")
    }

    /// Changes the file to a write-ahead log. The engine does not wait when two connections do so at once, so this does.
    private func useWriteAheadLog() throws(StoreError) {
        var attempts = 0
        while true {
            do throws(StoreError) {
                let mode = try first("PRAGMA journal_mode = WAL") { row throws(StoreError) in try row.text(0) }
                guard mode == "wal" else { throw .failed("the journal is \(mode ?? "unknown"), not a WAL") }
                return
            } catch {
                attempts += 1
                guard wasBusy, attempts < Self.patience / 10 else { throw error }
                Thread.sleep(forTimeInterval: 0.01)
            }
        }
    }

    private func check(_ pragma: SQL, is wanted: Int) throws(StoreError) {
        let found = try first(pragma) { row throws(StoreError) in try row.int(0) }
        guard found == wanted else {
            throw .failed("\(pragma.text) is \(found.map(String.init) ?? "unknown") and must be \(wanted)")
        }
    }
}
