import Identity
import Storage
import TestSupport
import Testing

/// A store that the first version of the program made, opened by this one.
@Suite struct `A store of version 1` {
    private static let realm = "con_aaaaaaaaaaaaaaaa"

    /// Makes the file as it was then, with a client, a user and two login codes.
    private func made() async throws -> TestFolder {
        let folder = try TestFolder()
        let engine = try SQLiteDatabase(
            at: .file(folder.file(SQLStore.fileName)), migrator: .steps(for: .sqlite, upTo: 1), time: 0,
            limits: .init(), now: { ContinuousClock.now }, onLost: { _ in })
        let secret = try Vault.sample.seal(
            "a secret".utf8, at: SealedPlace(table: "clients", column: "secret", row: "client"))
        try await engine.write { connection throws(StoreError) in
            try connection.run(
                """
                INSERT INTO clients (id, secret, properties, created_at)
                VALUES ('client', \(secret), '{"name":"Shop"}', 5)
                """)
            try connection.run(
                """
                INSERT INTO users (user_id, connection_id, connection, phone, phone_verified, blocked, properties,
                    created_at, updated_at, last_login, last_ip, logins_count)
                VALUES ('sms|user1', \(Self.realm), 'sms', \(PhoneNumber.sample()), 1, 0, '{"name":"Ada"}', 1, 2, 3,
                    '192.0.2.1', 4)
                """)
            for client in ["client", "other"] {
                try connection.run(
                    """
                    INSERT INTO login_codes (connection_id, phone, client_id, id, hash, expires_at, state,
                        failed_attempts)
                    VALUES (\(Self.realm), \(PhoneNumber.sample()), \(client), \("id of " + client), \([7] as [UInt8]),
                        99, 'open', 2)
                    """)
            }
        }
        await engine.close()
        return folder
    }

    @Test func `keeps its users and clients`() async throws {
        let test = try await TestStore.open(in: try await made())
        let (user, client) = try await test.read { tx throws(StoreError) in
            (try tx.user(id: "sms|user1"), try tx.client(id: "client"))
        }
        #expect(user?.phone == .sample())
        #expect(user?.properties == ["name": "Ada"])
        #expect(user?.loginsCount == 4)
        #expect(client?.name == "Shop")
        #expect(client?.secret.exposed == "a secret")
    }

    @Test(arguments: ["client", "other"])
    func `keeps its login codes for the clients that asked`(client: String) async throws {
        let test = try await TestStore.open(in: try await made())
        let code = try await test.read { tx throws(StoreError) in
            try tx.loginCode(connectionID: Self.realm, phone: .sample(), holder: .client(client))
        }
        #expect(code?.id == "id of \(client)")
        #expect(code?.holder == .client(client))
        #expect(code?.hash == [7])
        #expect(code?.expiresAt == Timestamp(microseconds: 99))
        #expect(code?.state == .open(failedAttempts: 2))
    }

    @Test func `takes what the browser login writes`() async throws {
        let test = try await TestStore.open(in: try await made())
        let found = try await test.write { tx throws(StoreError) in
            try tx.put(LoginCode.sample(id: "a visit's", holder: .browser("visit")))
            try tx.insert(BrowserSession.sample())
            return (
                try tx.session(id: "session1"),
                try tx.loginCode(connectionID: Self.realm, phone: .sample(), holder: .browser("visit"))?.id,
                try tx.loginCode(connectionID: Self.realm, phone: .sample(), holder: .client("visit"))?.id
            )
        }
        #expect(found.0 == .sample())
        #expect(found.1 == "a visit's")
        #expect(found.2 == nil)
        #expect(try await test.store.integrityCheck() == [])
    }

    @Test func `has the shape of a new one afterwards`() async throws {
        let old = try await TestStore.open(in: try await made())
        let new = try await TestStore.open(.file)
        #expect(try await old.folder?.shape() == new.folder?.shape())
    }
}

extension TestFolder {
    /// The tables and indexes as the engine lists them.
    fileprivate func shape() async throws -> [String] {
        let engine = try engine()
        let shape = try await engine.read { connection throws(StoreError) in
            try connection.rows("SELECT coalesce(sql, name) FROM sqlite_master ORDER BY name") {
                row throws(StoreError) in
                try row.text(0)
            }
        }
        await engine.close()
        return shape
    }
}
