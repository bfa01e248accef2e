import Identity
import TestSupport
import Testing

@Suite struct `Consents in a store` {
    @Test(arguments: TestStore.Engine.allCases, [[], ["z", "a b", ""]])
    func `come back with every member`(engine: TestStore.Engine, scope: [String]) async throws {
        let test = try await TestStore.open(engine)
        let consent = Consent.sample(scope: scope, givenAt: .after(7))
        try await test.write { tx throws(StoreError) in try tx.put(consent) }
        let found = try await test.read { tx throws(StoreError) in
            try tx.consent(userID: "sms|user1", clientID: "client", audience: "https://api.example/")
        }
        #expect(found == consent)
    }

    @Test(arguments: TestStore.Engine.allCases, Hostile.texts)
    func `keep any text`(engine: TestStore.Engine, text: String) async throws {
        let test = try await TestStore.open(engine)
        let consent = Consent.sample(userID: text, clientID: text, audience: text, scope: [text])
        let found = try await test.write { tx throws(StoreError) in
            try tx.put(consent)
            return try tx.consent(userID: text, clientID: text, audience: text)
        }
        #expect(found == consent)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `stand for one user, client and audience`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let scopes = try await test.write { tx throws(StoreError) in
            try tx.put(Consent.sample(scope: ["mine"]))
            try tx.put(Consent.sample(userID: "sms|user2", scope: ["another user's"]))
            try tx.put(Consent.sample(clientID: "other", scope: ["another client's"]))
            try tx.put(Consent.sample(audience: "", scope: ["profile"]))
            return [
                try tx.consent(userID: "sms|user1", clientID: "client", audience: "https://api.example/")?.scope,
                try tx.consent(userID: "sms|user2", clientID: "client", audience: "https://api.example/")?.scope,
                try tx.consent(userID: "sms|user1", clientID: "other", audience: "https://api.example/")?.scope,
                try tx.consent(userID: "sms|user1", clientID: "client", audience: "")?.scope,
                try tx.consent(userID: "sms|user2", clientID: "other", audience: "https://api.example/")?.scope,
            ]
        }
        #expect(
            scopes == [
                Scope(["mine"]), Scope(["another user's"]), Scope(["another client's"]), Scope(["profile"]), nil,
            ])
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `stand in the place of older ones`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let newer = Consent.sample(scope: ["new"], givenAt: .after(9))
        let found = try await test.write { tx throws(StoreError) in
            try tx.put(Consent.sample(scope: ["old", "older"]))
            try tx.put(newer)
            return try tx.consent(userID: "sms|user1", clientID: "client", audience: "https://api.example/")
        }
        #expect(found == newer)
    }
}
