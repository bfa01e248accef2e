import Identity

/// `spent`: a row is a mark.
extension SQLTransaction: SpentRecords {
    package func spend(_ kind: SpentKind, id: String, until time: Timestamp) throws(StoreError) -> Bool {
        try connection.run(
            """
            INSERT INTO spent (kind, id, until_at) VALUES (\(kind.rawValue), \(id), \(time)) ON CONFLICT DO NOTHING
            """) == 1
    }

    package func isSpent(_ kind: SpentKind, id: String) throws(StoreError) -> Bool {
        try connection.first("SELECT 1 FROM spent WHERE kind = \(kind.rawValue) AND id = \(id)") {
            row throws(StoreError) in try row.int(0)
        } != nil
    }
}

extension SweptTable {
    static let spent = SweptTable("spent", key: ["kind", "id"]) { "until_at < \($0)" }
}
