import Identity

/// A table without an index on time: its ended rows are found by looking at every row.
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

    /// The keys of at most `limit` rows that ended before a moment.
    func keys(endedBefore time: Timestamp, limit: Int, _ connection: any SQLConnection) throws(StoreError)
        -> [[SQLValue]]
    {
        try connection.rows(
            "SELECT \(key.joined(separator: ", ")) FROM \(name) WHERE \(ended(time)) LIMIT \(limit)", read)
    }

    /// Removes those of the rows that are still there and still ended; answers how many.
    func delete(
        _ keys: [[SQLValue]], endedBefore time: Timestamp, _ connection: any SQLConnection
    ) throws(StoreError) -> Int {
        var deleted = 0
        for values in keys {
            let row = zip(key, values).map { (column, value) -> SQL in "\(column) = \(value)" }.joined(
                separator: " AND ")
            deleted += try connection.run("DELETE FROM \(name) WHERE \(row) AND \(ended(time))")
        }
        return deleted
    }
}

extension SQLTransaction {
    /// Finds ended rows and removes them, at most `limit`; answers how many.
    func sweep(_ table: SweptTable, endedBefore time: Timestamp, limit: Int) throws(StoreError) -> Int {
        try table.delete(
            try table.keys(endedBefore: time, limit: limit, connection), endedBefore: time, connection)
    }
}
