import Foundation

/// Fills a PostgreSQL database with the indexes taken down meanwhile.
struct PostgreSQLFilling: FilledEngine {
    let shell: EngineShell
    let dialect = FilledRow.Dialect.postgreSQL

    private static let tables = "('users'::regclass, 'events'::regclass)"

    func tenant() async throws -> FilledRow.Tenant {
        try tenant(from: try await shell.run(tenantQuery(name: "clients.properties::json ->> 'name'")))
    }

    func bytes() async throws -> Int {
        try number(
            from: try await shell.run("SELECT pg_total_relation_size('users') + pg_total_relation_size('events');"))
    }

    /// Only where the server is on this machine; its log and what sorting needs are taken off.
    func freeBytes() async throws -> Int? {
        let lines = try await shell.run(
            """
            SELECT current_setting('data_directory', true), pg_size_bytes(current_setting('max_wal_size'))
                WHERE pg_has_role(current_user, 'pg_read_all_settings', 'member');
            """)
        let columns = lines.first?.split(separator: "|").map(String.init) ?? []
        guard columns.count == 2, let log = Int(columns[1]) else { return nil }
        return free(at: columns[0]).map { $0 - 2 * log - PostgreSQLFilling.sorting }
    }

    private static let sorting = 2_000_000_000

    func add(_ slices: [Population.Slice], _ row: FilledRow, isSample: Bool) async throws {
        let rows = slices.map { "\(row.users($0))\n\(row.events($0))\n\(note($0))" }.joined(separator: "\n")
        let settings = """
            SET statement_timeout = 0;
            SET synchronous_commit = off;
            SET maintenance_work_mem = '1GB';
            SET max_parallel_maintenance_workers = 2;
            """
        guard !isSample else {
            try await shell.run("\(settings)\n\(rows)", line: report)
            return
        }
        try await shell.run(
            "\(settings)\n\(takeDown)\n\(rows)\nSELECT 'making the indexes';\n\(putBack)",
            line: { line in
                if line.hasPrefix("making") { progress(line) } else { report(line) }
            })
    }

    /// Notes every index and the constraint that it belongs to, and drops it.
    private var takeDown: String {
        """
        CREATE TEMP TABLE taken_down AS
        SELECT indrelid::regclass::text AS home, relname AS name, conname AS rule,
            coalesce(pg_get_constraintdef(pg_constraint.oid), pg_get_indexdef(indexrelid)) AS definition
        FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
            LEFT JOIN pg_constraint ON conindid = indexrelid AND contype IN ('p', 'u')
        WHERE indrelid IN \(PostgreSQLFilling.tables);
        SELECT CASE WHEN rule IS NULL THEN format('DROP INDEX %I', name)
            ELSE format('ALTER TABLE %s DROP CONSTRAINT %I', home, rule) END FROM taken_down \\gexec
        """
    }

    /// Makes them again. Pages that were written to in no order are two thirds full in life, so are those of people
    /// here; indexes over time are full.
    private var putBack: String {
        """
        SELECT CASE WHEN rule IS NULL THEN definition ELSE format('ALTER TABLE %s ADD CONSTRAINT %I %s%s', home, rule,
            definition, CASE WHEN home = 'users' THEN ' WITH (fillfactor = 68)' ELSE '' END) END FROM taken_down \\gexec
        SELECT format('ALTER INDEX %I RESET (fillfactor)', name) FROM taken_down
            WHERE rule IS NOT NULL AND home = 'users' \\gexec
        """
    }

    func finish() async throws {
        try await shell.run(
            """
            SET statement_timeout = 0;
            SET maintenance_work_mem = '1GB';
            VACUUM (ANALYZE) users;
            VACUUM (ANALYZE) events;
            CHECKPOINT;
            """)
    }
}
