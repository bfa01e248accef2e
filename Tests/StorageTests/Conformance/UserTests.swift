import Identity
import TestSupport
import Testing

@Suite struct `Users in a store` {
    private static let realm = "con_aaaaaaaaaaaaaaaa"

    @Test(arguments: TestStore.Engine.allCases)
    func `come back with every member, by id and by number`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        var user = User.sample(properties: [
            "name": "Ada", "app_metadata": ["n": .number(1.5), "m": nil, "deep": [[["x"]]]],
        ])
        user.phoneIsVerified = false
        user.isBlocked = true
        user.recordLogin(at: .after(60), from: "2001:db8::1")
        let isNew = try await test.write { [user] tx throws(StoreError) in try tx.insert(user) }
        #expect(isNew)
        let (byID, byNumber) = try await test.read { tx throws(StoreError) in
            (try tx.user(id: "sms|user1"), try tx.user(connectionID: Self.realm, phone: .sample(1)))
        }
        for found in [byID, byNumber] {
            #expect(found?.id == user.id)
            #expect(found?.connectionID == user.connectionID)
            #expect(found?.connection == "sms")
            #expect(found?.phone == user.phone)
            #expect(found?.phoneIsVerified == user.phoneIsVerified)
            #expect(found?.isBlocked == true)
            #expect(found?.properties == user.properties)
            #expect(found?.createdAt == user.createdAt)
            #expect(found?.updatedAt == .after(60))
            #expect(found?.lastLogin == .after(60))
            #expect(found?.lastIP == "2001:db8::1")
            #expect(found?.loginsCount == 1)
        }
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `that never logged in have no last login`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let found = try await test.write { tx throws(StoreError) in
            _ = try tx.insert(User.sample())
            return try tx.user(id: "sms|user1")
        }
        #expect(found?.lastLogin == nil)
        #expect(found?.lastIP == nil)
        #expect(found?.properties == [:])
    }

    @Test(
        arguments: TestStore.Engine.allCases,
        [User.sample(2, id: "sms|user1"), User.sample(2, phone: .sample(1))])
    func `are not inserted where id or number is taken`(engine: TestStore.Engine, second: User) async throws {
        let test = try await TestStore.open(engine)
        let (isNew, total) = try await test.write { tx throws(StoreError) in
            _ = try tx.insert(User.sample(1))
            return (try tx.insert(second), try tx.users(UserQuery()).total)
        }
        #expect(!isNew)
        #expect(total == 1)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `may share a number over two connections`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let isNew = try await test.write { tx throws(StoreError) in
            _ = try tx.insert(User.sample(1))
            return try tx.insert(User.sample(2, connectionID: "con_other", connection: "other", phone: .sample(1)))
        }
        #expect(isNew)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `change members and number`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let (isWritten, former, found) = try await test.write { tx throws(StoreError) in
            _ = try tx.insert(User.sample())
            var user = User.sample(phone: .sample(9), properties: ["nickname": "ada"])
            user.isBlocked = true
            return (
                try tx.update(user), try tx.user(connectionID: Self.realm, phone: .sample(1)),
                try tx.user(connectionID: Self.realm, phone: .sample(9))
            )
        }
        #expect(isWritten)
        #expect(former == nil)
        #expect(found?.id == "sms|user1")
        #expect(found?.properties == ["nickname": "ada"])
        #expect(found?.isBlocked == true)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `do not take another's number`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let (isWritten, found, generation) = try await test.write { tx throws(StoreError) in
            _ = try tx.insert(User.sample(1))
            _ = try tx.insert(User.sample(2))
            return (
                try tx.update(User.sample(1, phone: .sample(2), properties: ["name": "Eve"])),
                try tx.user(id: "sms|user1"),
                try tx.numberHistory(connectionID: Self.realm, phone: .sample(1)).generation
            )
        }
        #expect(!isWritten)
        #expect(found?.phone == .sample(1))
        #expect(found?.properties == [:])
        #expect(generation == 0)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `that are gone are not written`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let (isWritten, total) = try await test.write { tx throws(StoreError) in
            (try tx.update(User.sample()), try tx.users(UserQuery()).total)
        }
        #expect(!isWritten)
        #expect(total == 0)
    }
}

@Suite struct `A user who is deleted` {
    @Test(arguments: TestStore.Engine.allCases)
    func `takes sessions, refresh tokens and consents along, and no one else's`(
        engine: TestStore.Engine
    ) async throws {
        let test = try await TestStore.open(engine)
        let left = try await test.write { tx throws(StoreError) in
            for number in 1...2 {
                _ = try tx.insert(User.sample(number))
                let user = "sms|user\(number)"
                try tx.insert(BrowserSession.sample(number, userID: user))
                try tx.insert(RefreshToken.sample(number, userID: user))
                try tx.put(Consent.sample(userID: user))
            }
            _ = try tx.deleteUser(id: "sms|user1")
            var left: [Bool] = []
            for number in 1...2 {
                let user = "sms|user\(number)"
                left += [
                    try tx.session(id: "session\(number)") != nil, try tx.refreshToken(id: "token\(number)") != nil,
                    try tx.consent(userID: user, clientID: "client", audience: "https://api.example/") != nil,
                ]
            }
            return left
        }
        #expect(left == [false, false, false, true, true, true])
    }
}

@Suite struct `A number that loses its user` {
    private static let realm = "con_aaaaaaaaaaaaaaaa"

    @Test(arguments: TestStore.Engine.allCases)
    func `gets a new generation each time`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let generations = try await test.write { tx throws(StoreError) in
            var generations: [Int] = []
            for id in ["sms|a", "sms|b"] {
                _ = try tx.insert(User.sample(id: id))
                _ = try tx.deleteUser(id: id)
                generations.append(try tx.numberHistory(connectionID: Self.realm, phone: .sample()).generation)
            }
            return generations
        }
        #expect(generations == [1, 2])
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `keeps its failures and sends`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        var history = NumberHistory()
        history.failures = 12
        history.waitUntil = .after(30)
        history.sends = [.after(1)]
        let after = try await test.write { [history] tx throws(StoreError) in
            _ = try tx.insert(User.sample())
            try tx.put(history, connectionID: Self.realm, phone: .sample(), at: .after(2))
            _ = try tx.deleteUser(id: "sms|user1")
            return try tx.numberHistory(connectionID: Self.realm, phone: .sample())
        }
        history.generation = 1
        #expect(after == history)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `loses its codes for all clients, and no others`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let left = try await test.write { tx throws(StoreError) in
            _ = try tx.insert(User.sample())
            try tx.put(LoginCode.sample(holder: .client("a")))
            try tx.put(LoginCode.sample(holder: .client("b")))
            try tx.put(LoginCode.sample(id: "other number", phone: .sample(2), holder: .client("a")))
            try tx.put(LoginCode.sample(id: "other connection", connectionID: "con_other", holder: .client("a")))
            _ = try tx.deleteUser(id: "sms|user1")
            return [
                try tx.loginCode(connectionID: Self.realm, phone: .sample(), holder: .client("a"))?.id,
                try tx.loginCode(connectionID: Self.realm, phone: .sample(), holder: .client("b"))?.id,
                try tx.loginCode(connectionID: Self.realm, phone: .sample(2), holder: .client("a"))?.id,
                try tx.loginCode(connectionID: "con_other", phone: .sample(), holder: .client("a"))?.id,
            ]
        }
        #expect(left == [nil, nil, "other number", "other connection"])
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `because the user moved on is new for its next user too`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let (former, new) = try await test.write { tx throws(StoreError) in
            _ = try tx.insert(User.sample())
            _ = try tx.update(User.sample(phone: .sample(9)))
            return (
                try tx.numberHistory(connectionID: Self.realm, phone: .sample(1)).generation,
                try tx.numberHistory(connectionID: Self.realm, phone: .sample(9)).generation
            )
        }
        #expect(former == 1)
        #expect(new == 0)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `had one: deleting nobody is false`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let results = try await test.write { tx throws(StoreError) in
            _ = try tx.insert(User.sample())
            return [
                try tx.deleteUser(id: "sms|none"), try tx.deleteUser(id: "sms|user1"),
                try tx.deleteUser(id: "sms|user1"),
            ]
        }
        #expect(results == [false, true, false])
    }
}
