import Identity
import TestSupport
import Testing

@Suite struct `Client credentials in a store` {
    @Test(arguments: TestStore.Engine.allCases, [.rs256, .rs384, .ps256] as [ProofAlgorithm])
    func `come back with every member`(engine: TestStore.Engine, algorithm: ProofAlgorithm) async throws {
        let test = try await TestStore.open(engine)
        let credentials = [
            ClientCredential(
                id: "cred_a", clientID: "b", name: "c", kid: "d", algorithm: algorithm, pem: "e\nf\n",
                expiresAt: .after(3), createdAt: .after(1), updatedAt: .after(2)),
            .sample(id: "cred_bare", expiresAt: nil, createdAt: .after(4)),
        ]
        try await test.write { tx throws(StoreError) in
            for credential in credentials { try tx.insert(credential) }
        }
        let (listed, found) = try await test.read { tx throws(StoreError) in
            (
                try tx.clientCredentials(),
                [try tx.clientCredential(id: "cred_a"), try tx.clientCredential(id: "cred_none")]
            )
        }
        #expect(listed == credentials)
        #expect(found == [credentials[0], nil])
    }

    @Test(arguments: TestStore.Engine.allCases, Hostile.texts)
    func `keep any text`(engine: TestStore.Engine, text: String) async throws {
        let test = try await TestStore.open(engine)
        let credential = ClientCredential.sample(id: text, clientID: text, name: text, pem: text)
        let found = try await test.write { tx throws(StoreError) in
            try tx.insert(credential)
            return try tx.clientCredential(id: text)
        }
        #expect(found == credential)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `change their end`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let changed = ClientCredential.sample(expiresAt: .after(9), updatedAt: .after(5))
        let found = try await test.write { tx throws(StoreError) in
            try tx.insert(ClientCredential.sample())
            try tx.insert(ClientCredential.sample(id: "cred_other"))
            try tx.update(changed)
            return [try tx.clientCredential(id: changed.id), try tx.clientCredential(id: "cred_other")]
        }
        #expect(found == [changed, .sample(id: "cred_other")])
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `are listed oldest first, and not when they are deleted`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let ids = try await test.write { tx throws(StoreError) in
            for (id, age) in [("b", 2), ("c", 1), ("d", 3), ("a", 2)] {
                try tx.insert(ClientCredential.sample(id: id, createdAt: .after(age)))
            }
            try tx.deleteClientCredential(id: "d")
            try tx.deleteClientCredential(id: "none")
            return try tx.clientCredentials().map(\.id)
        }
        #expect(ids == ["c", "a", "b"])
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `never share an id`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        try await test.write { tx throws(StoreError) in try tx.insert(ClientCredential.sample()) }
        await #expect(throws: StoreError.failed("the client credential's id is taken")) {
            try await test.write { tx throws(StoreError) in try tx.insert(ClientCredential.sample()) }
        }
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `that are gone cannot be changed`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        await #expect(throws: StoreError.failed("the client credential is gone")) {
            try await test.write { tx throws(StoreError) in try tx.update(ClientCredential.sample()) }
        }
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `go with their client`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let ids = try await test.write { tx throws(StoreError) in
            try tx.insert(Client.sample())
            try tx.insert(ClientCredential.sample(id: "a"))
            try tx.insert(ClientCredential.sample(id: "b", clientID: "other"))
            try tx.deleteClient(id: "client")
            return try tx.clientCredentials().map(\.id)
        }
        #expect(ids == ["b"])
    }
}
