import Foundation
import Identity
import Storage
import TestSupport
import Testing

@Suite struct `Secrets in a store` {
    private static let privateKey = Array("the-private-key-of-a-test".utf8)

    private func filled() async throws -> TestStore {
        let test = try await TestStore.open(.file)
        try await test.write { tx throws(StoreError) in
            for name in ["a", "b"] {
                try tx.insert(Connection.sample(id: "con_\(name)", name: name))
                try tx.insert(Client.sample(id: name))
                try tx.insert(API.sample(id: name, identifier: "urn:\(name)"))
                try tx.insert(
                    SigningKey(
                        kid: name, privateKey: Secret(Self.privateKey), certificate: [1], state: .next,
                        createdAt: .after(0)))
            }
        }
        return test
    }

    @Test(
        arguments: [
            "the-gateway-secret-of-a-test", "the-client-secret-of-a-test", "the-api-secret-of-a-test",
            "the-private-key-of-a-test", "urn:gateway", "http://127.0.0.1:9/sms",
        ])
    func `never stand in a file in clear`(secret: String) async throws {
        let test = try await filled()
        let open = try #require(try test.folder?.bytes())
        await test.store.close()
        let closed = try #require(try test.folder?.bytes())
        #expect(open.range(of: Data("con_a".utf8)) != nil)
        #expect(open.range(of: Data(secret.utf8)) == nil)
        #expect(closed.range(of: Data(secret.utf8)) == nil)
    }

    /// A column of sealed values, and a reading of the row it belongs to.
    struct Column: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let swap: SQL
        let read: @Sendable (any StoreTransaction) throws(StoreError) -> Void
    }

    static let columns = [
        Column(
            testDescription: "connections.options",
            swap: """
                UPDATE connections SET options = (SELECT options FROM connections WHERE id = 'con_b') WHERE id = 'con_a'
                """,
            read: { tx throws(StoreError) in _ = try tx.connection(id: "con_a") }),
        Column(
            testDescription: "clients.secret",
            swap: "UPDATE clients SET secret = (SELECT secret FROM clients WHERE id = 'b') WHERE id = 'a'",
            read: { tx throws(StoreError) in _ = try tx.client(id: "a") }),
        Column(
            testDescription: "apis.secret",
            swap: "UPDATE apis SET secret = (SELECT secret FROM apis WHERE id = 'b') WHERE id = 'a'",
            read: { tx throws(StoreError) in _ = try tx.api(id: "a") }),
        Column(
            testDescription: "apis.secret, from clients",
            swap: "UPDATE apis SET secret = (SELECT secret FROM clients WHERE id = 'a') WHERE id = 'a'",
            read: { tx throws(StoreError) in _ = try tx.api(id: "a") }),
        Column(
            testDescription: "signing_keys.private_key",
            swap: """
                UPDATE signing_keys SET private_key = (SELECT private_key FROM signing_keys WHERE kid = 'b')
                WHERE kid = 'a'
                """,
            read: { tx throws(StoreError) in _ = try tx.signingKeys() }),
    ]

    @Test(arguments: columns)
    func `do not open in another row's place`(column: Column) async throws {
        let test = try await filled()
        try await test.read(column.read)
        try await test.folder?.run(column.swap)
        await #expect(throws: StoreError.cannotUnseal("a sealed value was changed or moved")) {
            try await test.read(column.read)
        }
    }
}

@Suite struct `The master key` {
    @Test func `of another store is refused, and both are named`() async throws {
        let first = try await TestStore.open(.file)
        await first.store.close()
        let other = Vault(.sample(8))
        let sentence =
            "the store was made with the master key \(first.vault.keyID), and the one that was given is \(other.keyID)"
        await #expect(throws: StoreError.cannotUnseal(sentence)) {
            try await TestStore.open(in: first.folder, vault: other)
        }
    }

    @Test func `that the store was made with opens it again`() async throws {
        let first = try await TestStore.open(.file)
        await first.store.close()
        _ = try? await TestStore.open(in: first.folder, vault: Vault(.sample(8)))
        let second = try await TestStore.open(in: first.folder)
        #expect(second.vault.keyID == first.vault.keyID)
    }

    @Test func `does not open a mark that was changed`() async throws {
        let first = try await TestStore.open(.file)
        await first.store.close()
        let bytes = Array(first.vault.keyID.utf8) + Array(repeating: 0, count: 40)
        try await first.folder?.run("UPDATE notes SET value = \(bytes) WHERE name = 'master-key-check'")
        await #expect(throws: StoreError.cannotUnseal("a sealed value was changed or moved")) {
            try await TestStore.open(in: first.folder)
        }
    }
}
