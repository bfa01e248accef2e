import Foundation

/// Fills a SQLite file in one transaction and without a journal, so that each page is written once.
///
/// `ANALYZE` is left out: the server never asks for it, so a store that grew by logins has no statistics either.
struct SQLiteFilling: FilledEngine {
    let shell: EngineShell
    let file: String
    let dialect = FilledRow.Dialect.sqlite

    func tenant() async throws -> FilledRow.Tenant {
        try tenant(from: try await shell.run(tenantQuery(name: "json_extract(clients.properties, '$.name')")))
    }

    /// The file, with what its log holds.
    func bytes() async throws -> Int {
        try number(
            from: try await shell.run("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size;"))
    }

    func freeBytes() async throws -> Int? { free(at: URL(fileURLWithPath: file).deletingLastPathComponent().path) }

    func add(_ slices: [Population.Slice], _ row: FilledRow, isSample: Bool) async throws {
        let rows = slices.map { "\(row.users($0))\n\(row.events($0))\n\(note($0))" }.joined(separator: "\n")
        try await shell.run(
            """
            PRAGMA locking_mode = EXCLUSIVE;
            PRAGMA journal_mode = OFF;
            PRAGMA synchronous = OFF;
            PRAGMA temp_store = MEMORY;
            PRAGMA cache_size = -\(SQLiteFilling.cacheKiB);
            BEGIN;
            \(rows)
            COMMIT;
            """, line: report)
    }

    /// The indexes are written to in no order, so as much of them as may be stays in memory: a third of what is free,
    /// and no more than the indexes of ten million people need.
    private static var cacheKiB: Int {
        let available = ProcFiles.bytes("MemAvailable", in: ProcFiles.text("/proc/meminfo")) / 1_024
        return max(200_000, min(4_000_000, available / 3))
    }

    func finish() async throws {
        try await shell.run(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA wal_checkpoint(TRUNCATE);
            """)
    }
}
