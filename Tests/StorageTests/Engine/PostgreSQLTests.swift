import Identity
import Synchronization
import TestSupport
import Testing

@testable import Storage

@Suite(.enabled(if: TestDatabase.isThere)) struct `A store in PostgreSQL` {
    private static let phone = PhoneNumber.sample()

    @Test func `lets two nodes that start at once make it together`() async throws {
        let database = try await TestDatabase()
        let stores = try await withThrowingTaskGroup(of: TestStore.self) { group in
            for _ in 0..<6 { group.addTask { try await TestStore.open(in: database) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for store in stores {
            #expect(try await store.read { tx throws(StoreError) in try tx.clients().count } == 0)
        }
    }

    @Test func `is refused with another master key`() async throws {
        let database = try await TestDatabase()
        _ = try await TestStore.open(in: database)
        await #expect(throws: StoreError.self) { try await TestStore.open(in: database, vault: Vault(.sample(8))) }
    }

    @Test func `loses no count when many transactions of two nodes change one number`() async throws {
        let database = try await TestDatabase(writers: 8)
        let nodes = [try await TestStore.open(in: database), try await TestStore.open(in: database)]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for call in 0..<200 {
                group.addTask {
                    try await nodes[call % 2].write { tx throws(StoreError) in
                        var history = try tx.numberHistory(connectionID: "con", phone: Self.phone)
                        history.generation += 1
                        try tx.put(history, connectionID: "con", phone: Self.phone, at: ManualClock.start)
                    }
                }
            }
            try await group.waitForAll()
        }
        let history = try await nodes[0].read { tx throws(StoreError) in
            try tx.numberHistory(connectionID: "con", phone: Self.phone)
        }
        #expect(history.generation == 200)
    }

    @Test func `carries out transactions that lock in opposite orders`() async throws {
        let node = try await TestStore.open(in: try await TestDatabase(writers: 4))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for call in 0..<6 {
                group.addTask {
                    let keys = call.isMultiple(of: 2) ? ["a", "b"] : ["b", "a"]
                    try await node.write { tx throws(StoreError) in
                        for key in keys {
                            let before = try tx.addressLimit(key) ?? Timestamp(microseconds: 0)
                            try tx.putAddressLimit(key, fullAt: before + .microseconds(1))
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let counts = try await node.read { tx throws(StoreError) in
            [try tx.addressLimit("a"), try tx.addressLimit("b")].map { $0?.microseconds }
        }
        #expect(counts == [6, 6])
    }

    @Test func `fails a transaction whose expectation is not met, though it was not waited for`() async throws {
        let node = try await TestStore.open(in: try await TestDatabase())
        let client = Client.sample()
        try await node.write { tx throws(StoreError) in try tx.insert(client) }
        await #expect(throws: StoreError.self) {
            try await node.write { tx throws(StoreError) in
                try tx.setNote("left", [1])
                try tx.insert(client)
            }
        }
        #expect(try await node.read { tx throws(StoreError) in try tx.note("left") } == nil)
    }

    @Test func `goes on after its connections were ended`() async throws {
        let database = try await TestDatabase()
        let node = try await TestStore.open(in: database)
        try await node.write { tx throws(StoreError) in try tx.setNote("before", [1]) }
        _ = try await node.read { tx throws(StoreError) in try tx.note("before") }
        try database.endConnections()
        try await node.write { tx throws(StoreError) in try tx.setNote("after", [2]) }
        #expect(try await node.read { tx throws(StoreError) in try tx.note("after") } == [2])
    }

    @Test func `goes there and back twice for a transaction that says beforehand what it reads`() async throws {
        let database = try await TestDatabase()
        _ = try await TestStore.open(in: database)
        let connection = try PostgreSQLConnection(database.address, role: .writer)
        let transaction = SQLTransaction(connection: connection, vault: .sample, searchedEvents: 1)
        let phone = Self.phone
        try connection.begin()
        try transaction.foresee([
            .number(connectionID: "con", phone), .address("1.2.3.4"),
            .user(connectionID: "con", phone),
        ])
        _ = try transaction.numberHistory(connectionID: "con", phone: phone)
        _ = try transaction.addressLimit("1.2.3.4")
        let user = try transaction.user(connectionID: "con", phone: phone)
        try transaction.recordLogin(of: .sample(1), isNew: user == nil)
        try transaction.append(Event.sample())
        try connection.commit()
        #expect(connection.roundTrips == 2)
    }

    @Test func `looks again at what it foresaw of a number that somebody else had meanwhile`() async throws {
        let database = try await TestDatabase()
        let nodes = [try await TestStore.open(in: database), try await TestStore.open(in: database)]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for call in 0..<100 {
                group.addTask {
                    try await nodes[call % 2].write { tx throws(StoreError) in
                        try tx.foresee([
                            .number(connectionID: "con", Self.phone),
                            .user(connectionID: "con", Self.phone),
                        ])
                        _ = try tx.numberHistory(connectionID: "con", phone: Self.phone)
                        var user =
                            try tx.user(connectionID: "con", phone: Self.phone)
                            ?? User.sample(1, connectionID: "con", phone: Self.phone)
                        let isNew = user.loginsCount == 0
                        user.recordLogin(at: ManualClock.start, from: "1.2.3.4")
                        try tx.recordLogin(of: user, isNew: isNew)
                    }
                }
            }
            try await group.waitForAll()
        }
        let user = try await nodes[0].read { tx throws(StoreError) in
            try tx.user(connectionID: "con", phone: Self.phone)
        }
        #expect(user?.loginsCount == 100)
    }

    @Test func `refuses to write in a transaction that reads`() async throws {
        let node = try await TestStore.open(in: try await TestDatabase())
        await #expect(throws: StoreError.self) {
            try await node.read { tx throws(StoreError) in try tx.setNote("never", [1]) }
        }
    }

    @Test func `says that a server cannot be reached`() async throws {
        let address = try #require(PostgreSQLAddress("postgresql://nobody@127.0.0.1:1/nowhere"))
        await #expect(throws: StoreError.self) {
            try await SQLStore.open(.postgreSQL(address), vault: .sample, clock: ManualClock(), logger: .silent)
        }
    }

    @Test func `keeps the password to itself`() throws {
        let address = try #require(PostgreSQLAddress("postgresql://me:secret@db.example/name"))
        #expect(!"\(address)".contains("secret"))
        #expect(PostgreSQLAddress("mysql://db.example/name") == nil)
    }
}
