import Identity
import Storage
import Testing

@Suite struct `A stored value` {
    @Test(arguments: ["", "Ünïcode 日本 🗝", "'quoted'; --", "a\u{0}b", String(repeating: "long ", count: 20_000)])
    func `comes back as the text it was`(text: String) async throws {
        #expect(try await there(text, andBack: { row throws(StoreError) in try row.text(0) }) == text)
    }

    @Test(arguments: [[], [0], [0, 255, 10, 0], [UInt8](repeating: 7, count: 100_000)])
    func `comes back as the bytes it was`(bytes: [UInt8]) async throws {
        #expect(try await there(bytes, andBack: { row throws(StoreError) in try row.bytes(0) }) == bytes)
    }

    @Test(arguments: [0, -1, .min, .max, 1_700_000_000_000_000] as [Int64])
    func `comes back as the number it was`(number: Int64) async throws {
        #expect(try await there(number, andBack: { row throws(StoreError) in try row.int64(0) }) == number)
    }

    @Test(arguments: [true, false]) func `comes back as true or false`(flag: Bool) async throws {
        #expect(try await there(flag, andBack: { row throws(StoreError) in try row.bool(0) }) == flag)
    }

    @Test func `that is absent comes back as nil`() async throws {
        let absent: String? = nil
        let back = try await there(absent) { row throws(StoreError) in
            [try row.optionalText(0) == nil, try row.optionalInt(0) == nil, try row.optionalBytes(0) == nil]
        }
        #expect(back == [true, true, true])
    }

    @Test func `that is absent is not read as one that must be there`() async throws {
        let absent: Int? = nil
        await #expect(throws: StoreError.self) {
            try await there(absent) { row throws(StoreError) in try row.int(0) }
        }
    }

    @Test func `of one type is not read as another`() async throws {
        await #expect(throws: StoreError.self) {
            try await there("12") { row throws(StoreError) in try row.int(0) }
        }
    }

    @Test func `is not read from a column that the answer lacks`() async throws {
        await #expect(throws: StoreError.self) {
            try await there("12") { row throws(StoreError) in try row.optionalInt(1) }
        }
    }

    /// Writes a value into a column without a type and reads it again.
    private func there<T: Sendable>(
        _ value: some SQLBindable & Sendable, andBack read: @escaping @Sendable (SQLRow) throws(StoreError) -> T
    ) async throws -> T {
        let database = try openShelves()
        let back = try await database.write { connection throws(StoreError) in
            try connection.run("INSERT INTO things (number, value) VALUES (1, \(value))")
            return try connection.first("SELECT value FROM things WHERE number = 1", read)
        }
        return try #require(back)
    }
}
