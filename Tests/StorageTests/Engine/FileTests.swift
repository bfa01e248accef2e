import Foundation
import Identity
import Storage
import Testing

@Suite struct `A store's file` {
    private let folder = TemporaryFolder()

    @Test(arguments: ["store.db", "store.db-wal", "store.db-shm"])
    func `may be read by its owner only`(name: String) async throws {
        let database = try openShelves(at: .file(folder.file("store.db")))
        try await database.putUp("a")
        #expect(folder.mode(of: name) == 0o600)
    }

    @Test func `gets a folder that only its owner may enter`() async throws {
        let database = try openShelves(at: .file(folder.file("data/store.db")))
        await database.close()
        #expect(folder.mode(of: "data") == 0o700)
    }

    @Test func `is opened by two at once, and each sees what the other wrote`() async throws {
        let one = try openShelves(at: .file(folder.file("store.db")))
        let other = try openShelves(at: .file(folder.file("store.db")))
        try await one.putUp("a")
        try await other.putUp("b")
        #expect(try await one.shelfNames() == ["a", "b"])
    }

    @Test func `that is no store is refused`() throws {
        try Data("a letter to a friend, long enough to be read as a page\n".utf8)
            .write(to: URL(fileURLWithPath: folder.file("letter.txt")))
        #expect(throws: StoreError.self) { try openShelves(at: .file(folder.file("letter.txt"))) }
    }

    @Test func `that is sound has nothing to report`() async throws {
        let database = try openShelves(at: .file(folder.file("store.db")))
        try await database.putUp("a")
        #expect(try await database.integrityCheck() == [])
    }

    @Test func `with a row that points nowhere says so`() async throws {
        let database = try openOrphanage()
        await database.close()
        let again = try openOrphanage()
        #expect(try await again.integrityCheck() == ["a row of books points to an absent row of shelves"])
    }

    @Test func `is copied with all its rows while it is open`() async throws {
        let database = try openShelves(at: .file(folder.file("store.db")))
        try await database.putUp("a")
        try await database.backup(to: folder.file("copy.db"))
        let copy = try openShelves(at: .file(folder.file("copy.db")))
        #expect(try await copy.shelfNames() == ["a"])
    }

    @Test func `has a copy that only its owner may read`() async throws {
        let database = try openShelves(at: .file(folder.file("store.db")))
        try await database.backup(to: folder.file("copy.db"))
        #expect(folder.mode(of: "copy.db") == 0o600)
    }

    @Test func `is never copied over another file`() async throws {
        let database = try openShelves(at: .file(folder.file("store.db")))
        try await database.backup(to: folder.file("copy.db"))
        await #expect(throws: StoreError.self) { try await database.backup(to: folder.file("copy.db")) }
    }

    @Test func `that cannot be copied leaves nothing half done`() async throws {
        let database = try openShelves(at: .file(folder.file("store.db")))
        try FileManager.default.createDirectory(
            atPath: folder.file("copy.db.partial"), withIntermediateDirectories: false)
        await #expect(throws: StoreError.self) { try await database.backup(to: folder.file("copy.db")) }
        #expect(folder.mode(of: "copy.db") == nil)
    }

    /// A store whose book names an absent shelf: the rule was written into the schema after the book.
    private func openOrphanage() throws -> SQLiteDatabase {
        let orphan = Migration(
            number: 1, name: "orphan",
            script: """
                CREATE TABLE shelves (name TEXT PRIMARY KEY);
                CREATE TABLE books (title TEXT PRIMARY KEY, shelf TEXT);
                INSERT INTO books (title, shelf) VALUES ('t', 'none');
                PRAGMA writable_schema = ON;
                UPDATE sqlite_master SET sql = replace(sql, 'shelf TEXT', 'shelf TEXT REFERENCES shelves (name)');
                """)
        return try SQLiteDatabase(
            at: .file(folder.file("store.db")), migrator: Migrator([orphan]), time: 0, limits: .init(), now: { .now },
            onLost: { _ in })
    }
}
