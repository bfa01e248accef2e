import Foundation
import Identity
import Storage
import TestSupport

extension TestFolder {
    /// The engine under a closed or open store, without its tables' functions.
    func engine() throws -> SQLiteDatabase {
        try SQLiteDatabase(
            at: .file(file(SQLStore.fileName)), migrator: .all(for: .sqlite), time: 0, limits: .init(),
            now: { ContinuousClock.now }, onLost: { _ in })
    }

    /// Carries out one statement behind the store's back.
    func run(_ sql: SQL) async throws {
        let engine = try engine()
        try await engine.write { connection throws(StoreError) in _ = try connection.run(sql) }
        await engine.close()
    }

    /// The number that a statement answers.
    func number(_ sql: SQL) async throws -> Int? {
        let engine = try engine()
        let number = try await engine.read { connection throws(StoreError) in
            try connection.first(sql) { row throws(StoreError) in try row.int(0) }
        }
        await engine.close()
        return number
    }

    /// The bytes of all files, one after the other.
    func bytes() throws -> Data {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted().reduce(into: Data()) { all, name in
            all.append(try Data(contentsOf: URL(filePath: file(name))))
        }
    }
}

extension Timestamp {
    /// So many seconds after the clocks' start.
    static func after(_ seconds: Int) -> Timestamp { ManualClock.start + .seconds(seconds) }
}
