import Identity
import TestSupport
import Testing

@Suite struct `Purging a connection` {
    /// A store with one connection of seven users, each with a code and a history, and one of another connection. The
    /// third user also has three sessions, three refresh tokens and a consent; so has the other connection's.
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
            for (user, number) in [("sms|user3", 1), ("sms|user8", 11)] {
                for number in number...(number + 2) {
                    try tx.insert(BrowserSession.sample(number, userID: user))
                    try tx.insert(RefreshToken.sample(number, userID: user))
                }
                try tx.put(Consent.sample(userID: user))
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
        // 7 codes, 7 histories, 7 users with 7 rows of theirs, 2 enabled clients: 30 rows; a slice ends early where users
        // must wait for their rows, and the last one takes the connection itself.
        #expect(slices == 7)
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
                    connectionID: "con_aaaaaaaaaaaaaaaa", phone: .sample(3), holder: .client("client")),
                history: try tx.numberHistory(connectionID: "con_aaaaaaaaaaaaaaaa", phone: .sample(3))
            )
        }
        #expect(left.named == nil)
        #expect(left.deleted == [])
        #expect(left.users == ["sms|user8"])
        #expect(left.code == nil)
        #expect(left.history.isBlank)
    }

    @Test(arguments: TestStore.Engine.allCases, [1, 2, 5, 1_000])
    func `takes along what its users had, and nothing of others'`(
        engine: TestStore.Engine, slice: Int
    ) async throws {
        let test = try await filled(engine)
        while try await !test.write({ tx throws(StoreError) in
            try tx.purge(connectionID: "con_aaaaaaaaaaaaaaaa", limit: slice)
        }) {}
        let left = try await test.read { tx throws(StoreError) in
            var left: [Int] = []
            for user in ["sms|user3", "sms|user8"] {
                left += [
                    try tx.sessions(userID: user, after: nil, limit: 9).count,
                    try tx.refreshTokens(RefreshTokenFilter(userID: user), after: nil, limit: 9).count,
                    try tx.consent(userID: user, clientID: "client", audience: "https://api.example/") == nil ? 0 : 1,
                ]
            }
            return left
        }
        #expect(left == [0, 0, 0, 3, 3, 1])
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `touches no more rows at once than it may`(engine: TestStore.Engine) async throws {
        let test = try await filled(engine)
        func rows() async throws -> Int {
            try await test.read { tx throws(StoreError) in
                var rows = try tx.users(UserQuery()).total
                for user in 1...7 {
                    let (id, phone) = ("sms|user\(user)", PhoneNumber.sample(user))
                    let realm = "con_aaaaaaaaaaaaaaaa"
                    if try tx.loginCode(connectionID: realm, phone: phone, holder: .client("client")) != nil {
                        rows += 1
                    }
                    if try !tx.numberHistory(connectionID: realm, phone: phone).isBlank { rows += 1 }
                    rows += try tx.sessions(userID: id, after: nil, limit: 9).count
                    rows += try tx.refreshTokens(RefreshTokenFilter(userID: id), after: nil, limit: 9).count
                }
                return rows
            }
        }
        var (before, isDone) = (try await rows(), false)
        while !isDone {
            isDone = try await test.write { tx throws(StoreError) in
                try tx.purge(connectionID: "con_aaaaaaaaaaaaaaaa", limit: 2)
            }
            let after = try await rows()
            #expect(before - after <= 2)
            before = after
        }
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
