import Identity
import TestSupport
import Testing

@Suite struct `Login codes in a store` {
    private static let realm = "con_aaaaaaaaaaaaaaaa"

    private func find(
        _ test: TestStore, _ phone: PhoneNumber = .sample(), holder: LoginHolder = .client("client")
    ) async throws -> LoginCode? {
        try await test.read { tx throws(StoreError) in
            try tx.loginCode(connectionID: Self.realm, phone: phone, holder: holder)
        }
    }

    @Test(
        arguments: TestStore.Engine.allCases,
        [LoginCode.State.open(failedAttempts: 0), .open(failedAttempts: 2), .locked, .undeliverable])
    func `come back with every member`(engine: TestStore.Engine, state: LoginCode.State) async throws {
        let test = try await TestStore.open(engine)
        let code = LoginCode.sample(state: state)
        try await test.write { tx throws(StoreError) in try tx.put(code) }
        let found = try #require(try await find(test))
        #expect(found.id == code.id)
        #expect(found.connectionID == code.connectionID)
        #expect(found.phone == code.phone)
        #expect(found.holder == code.holder)
        #expect(found.hash == code.hash)
        #expect(found.expiresAt == code.expiresAt)
        #expect(found.state == state)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `stand in the place of older ones of the same holder only`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        try await test.write { tx throws(StoreError) in
            try tx.put(LoginCode.sample(id: "old", state: .locked))
            try tx.put(LoginCode.sample(id: "a visit's", holder: .browser("client")))
            try tx.put(LoginCode.sample(id: "other", holder: .client("other")))
            try tx.put(LoginCode.sample(id: "new", expiresAt: .after(999)))
        }
        let found = try await find(test)
        #expect(found?.id == "new")
        #expect(found?.state == .open(failedAttempts: 0))
        #expect(found?.expiresAt == .after(999))
        #expect(try await find(test, holder: .client("other"))?.id == "other")
        #expect(try await find(test, holder: .browser("client"))?.id == "a visit's")
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `change their state`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        try await test.write { tx throws(StoreError) in
            try tx.put(LoginCode.sample())
            try tx.updateState(of: LoginCode.sample(state: .open(failedAttempts: 1)))
        }
        #expect(try await find(test)?.state == .open(failedAttempts: 1))
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `are left alone by what concerns an older one`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        try await test.write { tx throws(StoreError) in
            try tx.put(LoginCode.sample(id: "new"))
            try tx.updateState(of: LoginCode.sample(id: "old", state: .undeliverable))
            try tx.delete(LoginCode.sample(id: "old"))
        }
        #expect(try await find(test)?.state == .open(failedAttempts: 0))
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `leave no row when they are used`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        try await test.write { tx throws(StoreError) in
            try tx.put(LoginCode.sample())
            try tx.delete(LoginCode.sample())
        }
        #expect(try await find(test) == nil)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `are removed after their end`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        try await test.write { tx throws(StoreError) in
            for number in 1...5 { try tx.put(LoginCode.sample(phone: .sample(10 + number), expiresAt: .after(number))) }
            try tx.put(LoginCode.sample(expiresAt: .after(6)))
        }
        try await test.sweep(.loginCode, endedBefore: .after(6))
        for number in 1...5 { #expect(try await find(test, .sample(10 + number)) == nil) }
        #expect(try await find(test) != nil)
    }
}
