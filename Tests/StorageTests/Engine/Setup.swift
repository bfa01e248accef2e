import Foundation
import Glibc
import Identity
import Storage
import Synchronization

/// A folder of one test's own, gone with the object.
final class TemporaryFolder: Sendable {
    let path: String

    init() {
        var template = Array((NSTemporaryDirectory() + "storage-XXXXXX").utf8CString)
        path = template.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress, let made = mkdtemp(start) else { return NSTemporaryDirectory() }
            return String(cString: made)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A path inside.
    func file(_ name: String) -> String { path + "/" + name }

    /// The bits of a file that say who may read and write it; nil when there is no file.
    func mode(of name: String) -> Int? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: file(name))
        return (attributes?[.posixPermissions] as? NSNumber)?.intValue
    }
}

/// A clock that moves only when told.
final class HandClock: Sendable {
    private let instant = Mutex(ContinuousClock.now)

    var now: ContinuousClock.Instant { instant.withLock { $0 } }

    func advance(by duration: Duration) {
        instant.withLock { $0 += duration }
    }
}

/// What a handler heard, in order.
final class Heard: Sendable {
    private let errors = Mutex<[StoreError]>([])

    var all: [StoreError] { errors.withLock { $0 } }

    func add(_ error: StoreError) {
        errors.withLock { $0.append(error) }
    }
}

/// One closure that stands in the writer until told to end, so that what comes meanwhile becomes one batch.
struct Gate {
    private let semaphore = DispatchSemaphore(value: 0)

    /// Returns when the closure stands in the writer.
    func close(_ database: SQLiteDatabase) async {
        await withCheckedContinuation { stands in
            database.enqueue { [semaphore] _ throws(StoreError) in
                stands.resume()
                semaphore.wait()
            }
        }
    }

    func open() {
        semaphore.signal()
    }
}

/// A parent and a child table, and one without rules.
let shelves = Migration(
    number: 1, name: "shelves",
    script: """
        CREATE TABLE shelves (name TEXT PRIMARY KEY);
        CREATE TABLE books (title TEXT PRIMARY KEY, shelf TEXT NOT NULL REFERENCES shelves (name));
        CREATE TABLE things (number INTEGER PRIMARY KEY, value);
        """)

/// An engine with the tables above.
func openShelves(
    at location: SQLiteDatabase.Location = .memory, limits: GroupCommit.Limits = .init(),
    clock: HandClock = HandClock(),
    heard: Heard = Heard()
) throws -> SQLiteDatabase {
    try SQLiteDatabase(
        at: location, migrator: Migrator([shelves]), time: 0, limits: limits, now: { clock.now },
        onLost: { heard.add($0) })
}

extension SQLiteDatabase {
    /// The names of all shelves.
    func shelfNames() async throws -> [String] {
        try await read { connection throws(StoreError) in
            try connection.rows("SELECT name FROM shelves ORDER BY rowid") { row throws(StoreError) in try row.text(0) }
        }
    }

    /// Puts up a shelf.
    func putUp(_ name: String) async throws {
        try await write { connection throws(StoreError) in
            _ = try connection.run("INSERT INTO shelves (name) VALUES (\(name))")
        }
    }
}

/// Holds a reader in the middle of its closure.
final class ReadGate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private let stands = AsyncStream<Void>.makeStream()

    /// Called by the reader: says that it is there, and waits.
    func readerStands() {
        stands.continuation.yield()
        semaphore.wait()
    }

    func whenReaderStands() async {
        for await _ in stands.stream { return }
    }

    func open() {
        semaphore.signal()
    }
}
