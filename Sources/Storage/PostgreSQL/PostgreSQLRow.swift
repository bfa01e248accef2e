import CLibPQ
import Identity

/// One row of an answer whose columns came in binary.
final class PostgreSQLRow: SQLColumns {
    var index: Int32 = 0
    private let result: OpaquePointer?

    init(_ result: OpaquePointer?) { self.result = result }

    func integer(_ column: Int) throws(StoreError) -> Int64? {
        guard let value = try value(column, of: .numbers) else { return nil }
        return switch value.count {
        case 8: Int64(Int64(bigEndian: value.loadUnaligned(as: Int64.self)))
        case 4: Int64(Int32(bigEndian: value.loadUnaligned(as: Int32.self)))
        default: Int64(Int16(bigEndian: value.loadUnaligned(as: Int16.self)))
        }
    }

    func text(_ column: Int) throws(StoreError) -> String? {
        try value(column, of: .texts).map { String(decoding: $0, as: UTF8.self) }
    }

    func bytes(_ column: Int) throws(StoreError) -> [UInt8]? { try value(column, of: .bytes).map { Array($0) } }

    /// The types that a column may be read as, by the numbers of PostgreSQL's `pg_type`.
    private enum Types {
        /// `int8`, `int4`, `int2`
        case numbers
        /// `text`, `varchar`
        case texts
        /// `bytea`
        case bytes

        func holds(_ type: UInt32) -> Bool {
            switch self {
            case .numbers: type == 20 || type == 23 || type == 21
            case .texts: type == 25 || type == 1_043
            case .bytes: type == 17
            }
        }
    }

    /// The bytes of a column; nil for NULL.
    private func value(_ column: Int, of types: Types) throws(StoreError) -> UnsafeRawBufferPointer? {
        let column = Int32(column)
        guard column < PQnfields(result) else { throw .failed("there is no column \(column)") }
        guard PQgetisnull(result, index, column) == 0 else { return nil }
        guard types.holds(PQftype(result, column)) else {
            throw .failed("column \(column) is of another type than it was read as")
        }
        return UnsafeRawBufferPointer(
            start: PQgetvalue(result, index, column), count: Int(PQgetlength(result, index, column)))
    }
}
