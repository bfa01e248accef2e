import Identity

/// `numbers`: a row only for a number of which there is something to remember.
extension SQLTransaction: NumberRecords {
    package func numberHistory(connectionID: String, phone: PhoneNumber) throws(StoreError) -> NumberHistory {
        if let known = try storedHistory(connectionID, phone) { return known }
        guard connection.locksRows else { return NumberHistory() }
        // Others had the number until now: what was asked ahead may be of before they were done with it.
        connection.forgetAnswers()
        try connection.post(Self.blankHistory(connectionID, phone))
        return try storedHistory(connectionID, phone) ?? NumberHistory()
    }

    /// A row to lock; the sweeper takes it where nothing follows.
    static func blankHistory(_ connectionID: String, _ phone: PhoneNumber) -> SQL {
        """
        INSERT INTO numbers (connection_id, phone, failures, wait_until, sends, generation, touched_at)
        VALUES (\(connectionID), \(phone), 0, NULL, \([UInt8]()), 0, 0) ON CONFLICT DO NOTHING
        """
    }

    func findHistory(_ connectionID: String, _ phone: PhoneNumber) -> SQL {
        """
        SELECT failures, wait_until, sends, generation FROM numbers
        WHERE connection_id = \(connectionID) AND phone = \(phone)\(connection.lock)
        """
    }

    private func storedHistory(_ connectionID: String, _ phone: PhoneNumber) throws(StoreError) -> NumberHistory? {
        try connection.first(findHistory(connectionID, phone)) { row throws(StoreError) in
            var history = NumberHistory()
            history.failures = try row.int(0)
            history.waitUntil = try row.optionalTime(1)
            history.sends = try Self.times(from: try row.bytes(2))
            history.generation = try row.int(3)
            return history
        }
    }

    package func put(
        _ history: NumberHistory, connectionID: String, phone: PhoneNumber, at time: Timestamp
    ) throws(StoreError) {
        guard !history.isBlank else {
            try connection.post("DELETE FROM numbers WHERE connection_id = \(connectionID) AND phone = \(phone)")
            return
        }
        try connection.post(
            """
            INSERT INTO numbers (connection_id, phone, failures, wait_until, sends, generation, touched_at)
            VALUES (\(connectionID), \(phone), \(history.failures), \(history.waitUntil),
                \(Self.bytes(of: history.sends)), \(history.generation), \(time))
            ON CONFLICT (connection_id, phone) DO UPDATE SET failures = excluded.failures,
                wait_until = excluded.wait_until, sends = excluded.sends, generation = excluded.generation,
                touched_at = excluded.touched_at
            """)
    }

    /// Ends what a number was to its user: its codes go, and its next user gets another id.
    func leaveNumber(connectionID: String, phone: PhoneNumber) throws(StoreError) {
        try connection.post("DELETE FROM login_codes WHERE connection_id = \(connectionID) AND phone = \(phone)")
        // A row with a generation is not swept, so it does not matter when it was touched.
        try connection.post(
            """
            INSERT INTO numbers (connection_id, phone, failures, wait_until, sends, generation, touched_at)
            VALUES (\(connectionID), \(phone), 0, NULL, \([UInt8]()), 1, 0)
            ON CONFLICT (connection_id, phone) DO UPDATE SET generation = numbers.generation + 1
            """)
    }

    private static func bytes(of times: [Timestamp]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(8 * times.count)
        for time in times { withUnsafeBytes(of: time.microseconds.littleEndian) { bytes.append(contentsOf: $0) } }
        return bytes
    }

    private static func times(from bytes: [UInt8]) throws(StoreError) -> [Timestamp] {
        guard bytes.count.isMultiple(of: 8) else { throw .failed("a number's sends are cut short") }
        return bytes.withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count, by: 8).map { start in
                Timestamp(microseconds: Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: Int64.self)))
            }
        }
    }
}

extension SweptTable {
    /// Failures and generations are never forgotten: only a success takes back the first, and ids rest on the second.
    static let numberHistories = SweptTable("numbers", key: ["connection_id", "phone"]) {
        "touched_at < \($0) AND failures = 0 AND generation = 0"
    }
}
