import Crypto
import Identity
import Logging

/// Moves everything from one store into an empty one, whatever their engines, and makes sure that it arrived.
///
/// Secrets stay sealed: both have the same master key. The store that is copied into carries a mark until the end, and no server
/// starts on one that has it.
package struct StoreCopy: Sendable {
    /// What was copied.
    package struct Report: Sendable {
        /// Table by table, in order.
        package var rows: [(table: String, count: Int)] = []
    }

    /// The note of a copy that is not finished.
    static let mark = "copy-is-not-finished"
    private static let slice = 500

    private let source: SQLStore
    private let target: SQLStore

    /// Both are open; the target was opened with `isCopied`.
    package init(from source: SQLStore, to target: SQLStore) {
        self.source = source
        self.target = target
    }

    /// Copies, then reads both through again. `tell` hears of each table.
    ///
    /// Throws `.failed` where the target holds something that no unfinished copy left there, and where the two differ in the end,
    /// because somebody wrote meanwhile.
    package func run(tell: (String) -> Void) async throws(StoreError) -> Report {
        try await prepareTarget(tell)
        var report = Report()
        for table in CopiedTable.all {
            let count = try await copy(table)
            report.rows.append((table.name.text, count))
            tell("\(table.name.text): \(count) rows")
        }
        for table in CopiedTable.all {
            let (here, there) = (try await digest(of: table, in: source), try await digest(of: table, in: target))
            guard here == there else {
                throw .failed(
                    "the copy of \(table.name.text) differs: \(here.count) rows here, \(there.count) there. Somebody wrote "
                        + "meanwhile: stop every server on both, and copy again")
            }
        }
        try await target.database.write { connection throws(StoreError) in
            try connection.post("DELETE FROM notes WHERE name = \(StoreCopy.mark)")
        }
        return report
    }

    /// Empties what an unfinished copy left, and marks the target.
    private func prepareTarget(_ tell: (String) -> Void) async throws(StoreError) {
        let isUnfinished = try await target.database.read { connection throws(StoreError) in
            try connection.first("SELECT 1 FROM notes WHERE name = \(StoreCopy.mark)") { row throws(StoreError) in
                try row.int(0)
            } != nil
        }
        if !isUnfinished {
            for table in CopiedTable.all where !table.isThereFromTheStart {
                let rows = try await target.database.read { connection throws(StoreError) in
                    try table.rows(after: nil, limit: 1, connection)
                }
                guard rows.isEmpty else {
                    throw .failed(
                        "the store that is to be copied into is not empty: there are rows in \(table.name.text)")
                }
            }
        } else {
            tell("an earlier copy was not finished: its rows are removed")
        }
        try await target.database.write { connection throws(StoreError) in
            try connection.post(
                """
                INSERT INTO notes (name, value) VALUES (\(StoreCopy.mark), \([UInt8]())) ON CONFLICT DO NOTHING
                """)
        }
        for table in CopiedTable.all where table.name.text != "notes" {
            var isEmpty = false
            while !isEmpty {
                isEmpty = try await target.database.write { connection throws(StoreError) in
                    try table.empty(limit: 1_000, connection) < 1_000
                }
            }
        }
        try await target.database.write { connection throws(StoreError) in
            try connection.post("DELETE FROM notes WHERE name <> \(StoreCopy.mark)")
        }
    }

    private func copy(_ table: CopiedTable) async throws(StoreError) -> Int {
        var last: [SQLValue]?
        var count = 0
        while true {
            let rows = try await source.database.read { [last] connection throws(StoreError) in
                try table.rows(after: last, limit: StoreCopy.slice, connection)
            }
            guard let end = rows.last else { return count }
            try await target.database.write { connection throws(StoreError) in
                for row in rows { try table.insert(row, connection) }
            }
            count += rows.count
            last = Array(end.prefix(table.key.count))
        }
    }

    /// How many rows a table has, and a hash over all of them in the order of their keys.
    private struct Digest: Equatable {
        var count = 0
        var hash: [UInt8] = []
    }

    private func digest(of table: CopiedTable, in store: SQLStore) async throws(StoreError) -> Digest {
        var last: [SQLValue]?
        var digest = Digest()
        var hash = SHA256()
        while true {
            let rows = try await store.database.read { [last] connection throws(StoreError) in
                try table.rows(after: last, limit: 2_000, connection)
            }
            guard let end = rows.last else { break }
            for row in rows where row.first != .text(StoreCopy.mark) {
                digest.count += 1
                for value in row { value.add(to: &hash) }
            }
            last = Array(end.prefix(table.key.count))
        }
        digest.hash = Array(hash.finalize())
        return digest
    }
}

extension CopiedTable {
    /// What opening a store leaves in it.
    fileprivate var isThereFromTheStart: Bool { name.text == "notes" || name.text == "counters" }
}

extension SQLValue {
    /// Kind, length and content, so that no two rows look alike.
    fileprivate func add(to hash: inout SHA256) {
        func add(_ kind: UInt8, _ bytes: some Sequence<UInt8>) {
            let content = Array(bytes)
            hash.update(data: [kind] + withUnsafeBytes(of: content.count.bigEndian) { Array($0) })
            hash.update(data: content)
        }
        switch self {
        case .null: add(0, [])
        case .integer(let number): add(1, withUnsafeBytes(of: number.bigEndian) { Array($0) })
        case .text(let text): add(2, text.utf8)
        case .bytes(let bytes): add(3, bytes)
        }
    }
}
