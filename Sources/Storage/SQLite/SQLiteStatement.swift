import CSQLite
import Identity

/// One prepared statement: compiled once, run many times with other values. Belongs to the thread of its connection.
final class SQLiteStatement {
    /// Whether it leaves the file as it is.
    let isReadOnly: Bool
    /// Between `bind` and `reset`: nobody else may use it.
    private(set) var isBusy = false
    /// When it was last taken from the cache, by the cache's own count.
    var lastUse: UInt64 = 0

    private let pointer: OpaquePointer
    private let placeholders: Int
    /// The texts and bytes that are bound, kept here until `reset` so that the engine needs no copy of its own.
    private var room = UnsafeMutableRawBufferPointer.allocate(byteCount: 256, alignment: 1)

    /// Compiles a text that holds exactly one statement; nil when the engine refuses (its message says why) or when the
    /// text holds none or several.
    init?(_ text: String, on handle: OpaquePointer) {
        var text = text
        let pointer: OpaquePointer? = text.withUTF8 { utf8 in
            guard let start = UnsafeRawPointer(utf8.baseAddress)?.assumingMemoryBound(to: CChar.self) else {
                return nil
            }
            var pointer: OpaquePointer?
            var rest: UnsafePointer<CChar>?
            let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
            guard sqlite3_prepare_v3(handle, start, Int32(utf8.count), flags, &pointer, &rest) == SQLITE_OK,
                let pointer, let rest
            else { return nil }
            guard utf8[(rest - start)...].allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }) else {
                sqlite3_finalize(pointer)
                return nil
            }
            return pointer
        }
        guard let pointer else { return nil }
        self.pointer = pointer
        isReadOnly = sqlite3_stmt_readonly(pointer) != 0
        placeholders = Int(sqlite3_bind_parameter_count(pointer))
    }

    deinit {
        sqlite3_finalize(pointer)
        room.deallocate()
    }

    /// Binds all values and marks the statement busy; `reset` must follow, also after a throw.
    func bind(_ values: [SQLValue]) throws(StoreError) {
        isBusy = true
        guard values.count == placeholders else {
            throw .failed("\(placeholders) placeholders, \(values.count) values")
        }
        guard !values.isEmpty else { return }
        try makeRoom(for: values)
        var free = 0
        for (index, value) in values.enumerated() {
            let place = Int32(index + 1)
            let code =
                switch value {
                case .null:
                    sqlite3_bind_null(pointer, place)
                case .integer(let number):
                    sqlite3_bind_int64(pointer, place, number)
                case .text(var text):
                    text.withUTF8 { utf8 in
                        let (start, count) = put(UnsafeRawBufferPointer(utf8), at: &free)
                        return sqlite3_bind_text(pointer, place, start?.assumingMemoryBound(to: CChar.self), count, nil)
                    }
                case .bytes(let bytes):
                    bytes.withUnsafeBytes { bytes in
                        let (start, count) = put(bytes, at: &free)
                        return sqlite3_bind_blob(pointer, place, start, count, nil)
                    }
                }
            guard code == SQLITE_OK else { throw .failed("value \(place) was not bound (SQLite \(code))") }
        }
    }

    /// Goes to the next row: SQLITE_ROW, SQLITE_DONE or an error.
    func step() -> Int32 {
        sqlite3_step(pointer)
    }

    /// Ends the run, forgets the values, and lets others use it.
    func reset() {
        sqlite3_reset(pointer)
        if placeholders > 0 { sqlite3_clear_bindings(pointer) }
        isBusy = false
    }

    /// Makes `room` hold all texts and bytes at once, so that it does not move while they are bound.
    private func makeRoom(for values: [SQLValue]) throws(StoreError) {
        var needed = 1
        for value in values {
            switch value {
            case .null, .integer: continue
            case .text(let text): needed += text.utf8.count
            case .bytes(let bytes): needed += bytes.count
            }
        }
        guard needed < Int(Int32.max) else { throw .failed("the values of one statement hold over 2 GiB") }
        if needed > room.count || room.count > 65_536 {
            room.deallocate()
            room = .allocate(byteCount: max(needed, 256), alignment: 1)
        }
    }

    /// Copies bytes into `room`; empty ones get an address too, because without one the engine would take them for NULL.
    private func put(_ bytes: UnsafeRawBufferPointer, at free: inout Int) -> (start: UnsafeRawPointer?, count: Int32) {
        let target = UnsafeMutableRawBufferPointer(rebasing: room[free..<(free + bytes.count)])
        target.copyMemory(from: bytes)
        let start = room.baseAddress.map { UnsafeRawPointer($0 + free) }
        free += bytes.count
        return (start, Int32(bytes.count))
    }
}

extension SQLiteStatement: SQLColumns {
    func integer(_ column: Int) throws(StoreError) -> Int64? {
        try holds(SQLITE_INTEGER, column) ? sqlite3_column_int64(pointer, Int32(column)) : nil
    }

    func text(_ column: Int) throws(StoreError) -> String? {
        guard try holds(SQLITE_TEXT, column), let start = sqlite3_column_text(pointer, Int32(column)) else {
            return nil
        }
        let count = Int(sqlite3_column_bytes(pointer, Int32(column)))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    func bytes(_ column: Int) throws(StoreError) -> [UInt8]? {
        guard try holds(SQLITE_BLOB, column) else { return nil }
        let start = sqlite3_column_blob(pointer, Int32(column))
        return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, Int32(column)))))
    }

    /// True for a value of the type, false for NULL.
    private func holds(_ type: Int32, _ column: Int) throws(StoreError) -> Bool {
        let found = sqlite3_column_type(pointer, Int32(column))
        if found == type { return true }
        guard found == SQLITE_NULL, column >= 0, column < Int(sqlite3_data_count(pointer)) else {
            throw .failed("column \(column) is missing or of SQLite's type \(found), not \(type)")
        }
        return false
    }
}
