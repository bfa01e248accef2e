import Identity
import TestSupport
import Testing

@Suite struct `Purging a connection` {
    /// A store with one connection of seven users, each with a code and a history, and one of another connection.
    private func filled(_ engine: TestStore.Engine, deleted: Bool = true) async throws -> TestStore {
        let test = try await TestStore.open(engine)
        try await test.write { tx throws(StoreError) in
            var connection = Connection.sample(enabledClients: ["a", "b"])
            try tx.insert(connection)
            try tx.insert(Connection.sample(id: "con_kept", name: "kept"))
            for number in 1...7 {
                var history = NumberHistory()
                history.failures = number
                _ = try tx.insert(User.sample(number))
                try tx.put(LoginCode.sample(phone: .sample(number)))
                try tx.put(history, connectionID: connection.id, phone: .sample(number), at: .after(0))
            }
            _ = try tx.insert(User.sample(8, connectionID: "con_kept", connection: "kept"))
            if deleted {
                connection.deletedAt = .after(1)
                try tx.update(connection)
            }
        }
        return test
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `takes as many slices as its rows need`(engine: TestStore.Engine) async throws {
        let test = try await filled(engine)
        var slices = 1
        while try await !test.write({ tx throws(StoreError) in
            try tx.purge(connectionID: "con_aaaaaaaaaaaaaaaa", limit: 5)
        }) { slices += 1 }
        // 7 codes, 7 histories, 7 users, 2 enabled clients: 23 rows, and the connection itself.
        #expect(slices == 5)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `leaves nothing of it, and all of others`(engine: TestStore.Engine) async throws {
        let test = try await filled(engine)
        try await test.write { tx throws(StoreError) in
            _ = try tx.purge(connectionID: "con_aaaaaaaaaaaaaaaa", limit: 1_000)
        }
        let left = try await test.read { tx throws(StoreError) in
            (
                named: try tx.connection(named: "sms"), deleted: try tx.deletedConnectionIDs(),
                users: try tx.users(UserQuery()).users.map(\.id),
                code: try tx.loginCode(
                    connectionID: "con_aaaaaaaaaaaaaaaa", phone: .sample(3), clientID: "client"),
                history: try tx.numberHistory(connectionID: "con_aaaaaaaaaaaaaaaa", phone: .sample(3))
            )
        }
        #expect(left.named == nil)
        #expect(left.deleted == [])
        #expect(left.users == ["sms|user8"])
        #expect(left.code == nil)
        #expect(left.history.isBlank)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `keeps the name taken until it is done`(engine: TestStore.Engine) async throws {
        let test = try await filled(engine)
        let (isDone, named) = try await test.write { tx throws(StoreError) in
            (
                try tx.purge(connectionID: "con_aaaaaaaaaaaaaaaa", limit: 5), try tx.connection(named: "sms")
            )
        }
        #expect(!isDone)
        #expect(named?.id == "con_aaaaaaaaaaaaaaaa")
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `does nothing to one that is not deleted`(engine: TestStore.Engine) async throws {
        let test = try await filled(engine, deleted: false)
        let total = try await test.write { tx throws(StoreError) in
            _ = try tx.purge(connectionID: "con_aaaaaaaaaaaaaaaa", limit: 1_000)
            return try tx.users(UserQuery()).total
        }
        #expect(total == 8)
    }
}
