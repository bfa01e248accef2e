import Identity

/// `addresses`: one time for each address that asked for codes lately.
extension SQLTransaction: AddressRecords {
    package func addressLimit(_ key: String) throws(StoreError) -> Timestamp? {
        var known = try storedLimit(key)
        if known == nil, connection.locksRows {
            try connection.post(Self.fullBucket(key))
            known = try storedLimit(key)
        }
        return known.flatMap { $0.microseconds == 0 ? nil : $0 }
    }

    /// A bucket that was always full: a row to lock.
    static func fullBucket(_ key: String) -> SQL {
        "INSERT INTO addresses (key, full_at) VALUES (\(key), 0) ON CONFLICT DO NOTHING"
    }

    func findLimit(_ key: String) -> SQL { "SELECT full_at FROM addresses WHERE key = \(key)\(connection.lock)" }

    private func storedLimit(_ key: String) throws(StoreError) -> Timestamp? {
        try connection.first(findLimit(key)) { row throws(StoreError) in try row.time(0) }
    }

    package func putAddressLimit(_ key: String, fullAt: Timestamp) throws(StoreError) {
        try connection.post(
            """
            INSERT INTO addresses (key, full_at) VALUES (\(key), \(fullAt))
            ON CONFLICT (key) DO UPDATE SET full_at = excluded.full_at
            """)
    }
}

extension SweptTable {
    static let addressLimits = SweptTable("addresses", key: ["key"]) { "full_at < \($0)" }
}
