/// Numbers and addresses that were seen before, copied from those of a recorded login: some for pgbench, some for the
/// store.
struct PreparedNumbers: Sendable {
    static let count = 200_000
    /// pgbench's numbers: known ones, and where its new ones begin.
    static let pgbench = 815_000_000_000...815_000_000_000 + count - 1
    static let pgbenchNew = 815_200_000_000
    /// The store's.
    static let store = 815_100_000_000
    static let storeNew = 816_000_000_000

    /// Addresses are numbers too; each is asked from at most a few times.
    static func storeAddress(_ place: Int) -> UInt32 { 0x0A40_0000 + UInt32(place) }
    static func storeNewAddress(_ place: Int) -> UInt32 { 0x0B00_0000 + UInt32(place) }

    let shell: EngineShell
    let hot: HotTransactions

    func prepare() async throws {
        progress("preparing \(2 * PreparedNumbers.count) known numbers")
        let first = PreparedNumbers.pgbench.lowerBound
        let ip = "host('10.64.0.0'::inet + (n - \(PreparedNumbers.store)))"
        for (first, address) in [(first, PgbenchScript.address("n")), (PreparedNumbers.store, ip)] {
            let terms = ["phone": PgbenchScript.phone("n"), "user_id": PgbenchScript.userID("n"), "key": address]
            try await copy("users", where: "phone = '\(hot.phone)'", from: first, terms)
            try await copy("numbers", where: "phone = '\(hot.phone)'", from: first, terms)
            try await copy("addresses", where: "key = '\(hot.address)'", from: first, terms)
        }
        try await shell.run("VACUUM (ANALYZE);\nCHECKPOINT;")
    }

    private func copy(
        _ table: String, where condition: String, from first: Int, _ terms: [String: String]
    ) async throws {
        let columns = try await shell.run(
            """
            SELECT column_name FROM information_schema.columns
            WHERE table_schema = current_schema() AND table_name = '\(table)' ORDER BY ordinal_position;
            """)
        let values = columns.map { terms[$0] ?? $0 }
        try await shell.run(
            """
            INSERT INTO \(table) (\(columns.joined(separator: ", ")))
            SELECT \(values.joined(separator: ", "))
            FROM \(table) CROSS JOIN generate_series(\(first)::bigint, \(first + PreparedNumbers.count - 1)) AS n
            WHERE \(condition);
            """)
    }
}
