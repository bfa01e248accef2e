import Foundation
import Identity
import Storage
import TestSupport
import Testing

@Suite struct `A transaction` {
    @Test(arguments: TestStore.Engine.allCases)
    func `that throws leaves nothing behind`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        await #expect(throws: StoreError.failed("on purpose")) {
            try await test.write { tx throws(StoreError) in
                try tx.insert(Client.sample())
                try tx.append(Event.sample())
                throw .failed("on purpose")
            }
        }
        let left = try await test.read { tx throws(StoreError) in
            (
                clients: try tx.clients().count, events: try tx.events(EventQuery()).total,
                version: try tx.configurationVersion()
            )
        }
        #expect(left == (0, 0, 0))
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `reads what it foresaw once, and then what it wrote`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let before = User.sample(1)
        try await test.write { tx throws(StoreError) in _ = try tx.insert(before) }
        let read = try await test.write { tx throws(StoreError) in
            try tx.foresee([
                .number(connectionID: before.connectionID, before.phone),
                .userByID(before.id), .session("none"), .refreshToken("none"),
                .user(connectionID: before.connectionID, before.phone),
            ])
            guard var user = try tx.user(connectionID: before.connectionID, phone: before.phone) else { return [Int]() }
            user.recordLogin(at: ManualClock.start, from: "1.2.3.4")
            try tx.recordLogin(of: user, isNew: false)
            let after = try tx.user(connectionID: before.connectionID, phone: before.phone)
            return [user.loginsCount, after?.loginsCount ?? 0]
        }
        #expect(read == [1, 1])
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `that throws takes no other with it`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        await withTaskGroup(of: Void.self) { group in
            for number in 1...40 {
                group.addTask {
                    _ = try? await test.write { tx throws(StoreError) in
                        _ = try tx.insert(User.sample(number))
                        if number.isMultiple(of: 2) { throw .failed("on purpose") }
                    }
                }
            }
        }
        let users = try await test.read { tx throws(StoreError) in try tx.users(UserQuery(order: .phoneNumber)).users }
        #expect(users.map(\.phone) == stride(from: 1, to: 40, by: 2).map { .sample($0) })
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `that only reads cannot write`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        await #expect(throws: StoreError.self) {
            try await test.read { tx throws(StoreError) in try tx.append(Event.sample()) }
        }
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `that nobody waits for is there once the store has settled`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        test.store.enqueue { tx throws(StoreError) in try tx.append(Event.sample()) }
        try await test.store.settle()
        let total = try await test.read { tx throws(StoreError) in try tx.events(EventQuery()).total }
        #expect(total == 1)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `after the close is refused`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        await test.store.close()
        await #expect(throws: StoreError.closed) {
            try await test.write { tx throws(StoreError) in try tx.append(Event.sample()) }
        }
    }
}

@Suite struct `A store in a folder` {
    @Test func `holds after a reopening what was answered before`() async throws {
        let first = try await TestStore.open(.file)
        try await first.write { tx throws(StoreError) in
            try tx.insert(Connection.sample())
            _ = try tx.insert(User.sample())
        }
        first.store.enqueue { tx throws(StoreError) in try tx.append(Event.sample()) }
        await first.store.close()
        let second = try await TestStore.open(in: first.folder)
        let found = try await second.read { tx throws(StoreError) in
            (
                connection: try tx.connections().first?.options, user: try tx.user(id: "sms|user1")?.phone,
                events: try tx.events(EventQuery()).total, version: try tx.configurationVersion()
            )
        }
        #expect(found.connection == Connection.sampleOptions)
        #expect(found.user == .sample())
        #expect(found.events == 1)
        #expect(found.version == 1)
    }

    @Test func `may be entered and read by its owner only`() async throws {
        let folder = try TestFolder()
        let store = try await SQLStore.open(
            .folder(folder.file("data")), vault: .sample, clock: ManualClock(), logger: .silent)
        let modes = try ["data", "data/watchword.db", "data/watchword.db-wal"].map { name in
            try FileManager.default.attributesOfItem(atPath: folder.file(name))[.posixPermissions] as? Int
        }
        await store.close()
        #expect(modes == [0o700, 0o600, 0o600])
    }

    @Test func `that a newer version wrote is refused`() async throws {
        let first = try await TestStore.open(.file)
        await first.store.close()
        try await first.folder?.run("INSERT INTO schema_migrations (number, name, applied_at) VALUES (99, 'later', 0)")
        await #expect(throws: StoreError.newerVersion(found: 99, known: Migrator.all(for: .sqlite).newest)) {
            try await TestStore.open(in: first.folder)
        }
    }

    @Test func `is sound after a life of writes`() async throws {
        let test = try await TestStore.open(.file)
        try await test.write { tx throws(StoreError) in
            for number in 1...200 {
                _ = try tx.insert(User.sample(number))
                if number.isMultiple(of: 3) { _ = try tx.deleteUser(id: "sms|user\(number)") }
            }
        }
        #expect(try await test.store.integrityCheck() == [])
    }
}
