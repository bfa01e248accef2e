import Identity

/// A table without an index on time: its ended rows are found by looking at every row, in the order of the key.
struct SweptTable: Sendable {
    let name: SQL
    /// The columns of the primary key.
    let key: [SQL]
    /// Reads the key from a row that holds nothing else.
    let read: @Sendable (SQLRow) throws(StoreError) -> [SQLValue]
    /// The condition of a row that ended before a moment.
    let ended: @Sendable (Timestamp) -> SQL

    /// A table whose key is made of texts.
    init(_ name: SQL, key: [SQL], ended: @escaping @Sendable (Timestamp) -> SQL) {
        let count = key.count
        self.init(name, key: key, ended: ended) { row throws(StoreError) in
            var values: [SQLValue] = []
            for column in 0..<count { values.append(.text(try row.text(column))) }
            return values
        }
    }

    /// A table whose key is read by the closure.
    init(
        _ name: SQL, key: [SQL], ended: @escaping @Sendable (Timestamp) -> SQL,
        read: @escaping @Sendable (SQLRow) throws(StoreError) -> [SQLValue]
    ) {
        self.name = name
        self.key = key
        self.read = read
        self.ended = ended
    }

    /// The key of the row so many places after a key; nil where there are fewer.
    func key(
        _ places: Int, after start: [SQLValue]?, _ connection: any SQLConnection
    ) throws(StoreError) -> [SQLValue]? {
        try connection.first(
            "SELECT \(columns) FROM \(name) WHERE \(lies(after: start)) ORDER BY \(columns) LIMIT 1 OFFSET \(places - 1)",
            read)
    }

    /// The keys of the first rows of a stretch that ended before a moment, in order; without bounds, of all rows.
    func ended(
        before time: Timestamp, after start: [SQLValue]?, upTo end: [SQLValue]?, limit: Int,
        _ connection: any SQLConnection
    ) throws(StoreError) -> [[SQLValue]] {
        let upTo: SQL = end.map { "(\(columns)) <= (\(Self.list($0)))" } ?? "1 = 1"
        return try connection.rows(
            """
            SELECT \(columns) FROM \(name) WHERE \(lies(after: start)) AND \(upTo) AND \(ended(time))
            ORDER BY \(columns) LIMIT \(limit)
            """, read)
    }

    /// Removes those of the rows that are still there and still ended.
    func delete(
        _ keys: [[SQLValue]], endedBefore time: Timestamp, _ connection: any SQLConnection
    ) throws(StoreError) {
        for values in keys {
            try connection.post(
                "DELETE FROM \(name) WHERE (\(columns)) = (\(Self.list(values))) AND \(ended(time))")
        }
    }

    private var columns: SQL { key.joined(separator: ", ") }

    private func lies(after start: [SQLValue]?) -> SQL {
        start.map { "(\(columns)) > (\(Self.list($0)))" } ?? "1 = 1"
    }

    private static func list(_ values: [SQLValue]) -> SQL {
        values.map { (value) -> SQL in "\(value)" }.joined(separator: ", ")
    }
}
