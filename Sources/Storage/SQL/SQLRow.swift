import Identity

/// One row of an answer, read by column (the first is 0). It is good only inside the closure that it was handed to.
///
/// A column that holds another type than the one asked for, or NULL where none was expected, throws `StoreError.failed`:
/// the statement and its reader do not fit together.
package struct SQLRow {
    let columns: any SQLColumns

    /// A number; not NULL.
    package func int(_ column: Int) throws(StoreError) -> Int {
        Int(try present(try columns.integer(column), column))
    }

    /// A number of 64 bits, such as a time in microseconds; not NULL.
    package func int64(_ column: Int) throws(StoreError) -> Int64 {
        try present(try columns.integer(column), column)
    }

    /// 0 is false, any other number true; not NULL.
    package func bool(_ column: Int) throws(StoreError) -> Bool {
        try present(try columns.integer(column), column) != 0
    }

    /// Text, which may be empty; not NULL.
    package func text(_ column: Int) throws(StoreError) -> String {
        try present(try columns.text(column), column)
    }

    /// Bytes, which may be none; not NULL.
    package func bytes(_ column: Int) throws(StoreError) -> [UInt8] {
        try present(try columns.bytes(column), column)
    }

    /// A number, or nil for NULL.
    package func optionalInt(_ column: Int) throws(StoreError) -> Int? {
        try columns.integer(column).map { Int($0) }
    }

    /// A number of 64 bits, or nil for NULL.
    package func optionalInt64(_ column: Int) throws(StoreError) -> Int64? {
        try columns.integer(column)
    }

    /// False for 0, true for any other number, nil for NULL.
    package func optionalBool(_ column: Int) throws(StoreError) -> Bool? {
        try columns.integer(column).map { $0 != 0 }
    }

    /// Text, or nil for NULL.
    package func optionalText(_ column: Int) throws(StoreError) -> String? {
        try columns.text(column)
    }

    /// Bytes, or nil for NULL.
    package func optionalBytes(_ column: Int) throws(StoreError) -> [UInt8]? {
        try columns.bytes(column)
    }

    private func present<T>(_ value: T?, _ column: Int) throws(StoreError) -> T {
        guard let value else { throw .failed("column \(column) is NULL and was read as if it could not be") }
        return value
    }
}

/// What an engine must give to read the row it stands on: nil for NULL, a throw for a type that was not asked for.
protocol SQLColumns: AnyObject {
    func integer(_ column: Int) throws(StoreError) -> Int64?
    func text(_ column: Int) throws(StoreError) -> String?
    func bytes(_ column: Int) throws(StoreError) -> [UInt8]?
}
