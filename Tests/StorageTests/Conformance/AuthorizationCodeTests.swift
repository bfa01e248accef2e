import Identity
import TestSupport
import Testing

@Suite struct `Authorization codes in a store` {
    /// A code with everything that may be absent, and one without.
    static let codes = [
        AuthorizationCode(
            hash: [0, 255], grantID: "a", clientID: "b", userID: "c", sessionID: "d", redirectURI: "e", challenge: "f",
            nonce: "g", audience: "h", askedScope: Scope(["z", "a"]), scope: Scope(["a"]), authenticatedAt: .after(1),
            keyThumbprint: "i", expiresAt: .after(2), isUsed: true),
        AuthorizationCode(
            hash: [], grantID: "", clientID: "", userID: "", sessionID: nil, redirectURI: "", challenge: nil,
            nonce: nil, audience: nil, askedScope: .none, scope: .none, authenticatedAt: .after(-1),
            keyThumbprint: nil, expiresAt: .after(-2)),
    ]

    @Test(arguments: TestStore.Engine.allCases, codes)
    func `come back with every member`(engine: TestStore.Engine, code: AuthorizationCode) async throws {
        let test = try await TestStore.open(engine)
        try await test.write { tx throws(StoreError) in try tx.insert(code) }
        let found = try await test.read { tx throws(StoreError) in
            [try tx.authorizationCode(hash: code.hash), try tx.authorizationCode(hash: [1])]
        }
        #expect(found == [code, nil])
    }

    @Test(arguments: TestStore.Engine.allCases, Hostile.texts)
    func `keep any text`(engine: TestStore.Engine, text: String) async throws {
        let test = try await TestStore.open(engine)
        let code = AuthorizationCode(
            hash: Array(text.utf8), grantID: text, clientID: text, userID: text, sessionID: text, redirectURI: text,
            challenge: text, nonce: text, audience: text, askedScope: Scope([text]), scope: Scope([text]),
            authenticatedAt: .after(1), keyThumbprint: text, expiresAt: .after(2))
        let found = try await test.write { tx throws(StoreError) in
            try tx.insert(code)
            return try tx.authorizationCode(hash: code.hash)
        }
        #expect(found == code)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `never share a hash`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        try await test.write { tx throws(StoreError) in try tx.insert(AuthorizationCode.sample(isUsed: true)) }
        await #expect(throws: StoreError.self) {
            try await test.write { tx throws(StoreError) in try tx.insert(AuthorizationCode.sample()) }
        }
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `stay when they are used, and are marked`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let found = try await test.write { tx throws(StoreError) in
            for number in 1...2 { try tx.insert(AuthorizationCode.sample(number)) }
            try tx.markUsed(AuthorizationCode.sample(2))
            try tx.markUsed(AuthorizationCode.sample(3))
            var found: [AuthorizationCode?] = []
            for number in 1...3 {
                found.append(try tx.authorizationCode(hash: AuthorizationCode.sample(number).hash))
            }
            return found
        }
        #expect(found == [.sample(1), .sample(2, isUsed: true), nil])
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `are removed after their end`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        try await test.write { tx throws(StoreError) in
            for number in 1...6 {
                try tx.insert(AuthorizationCode.sample(number, expiresAt: .after(number), isUsed: number == 2))
            }
        }
        try await test.sweep(.authorizationCode, endedBefore: .after(6))
        let isLeft = try await test.read { tx throws(StoreError) in
            try (1...6).map { number throws(StoreError) in
                try tx.authorizationCode(hash: AuthorizationCode.sample(number).hash) != nil
            }
        }
        #expect(isLeft == [false, false, false, false, false, true])
    }
}
