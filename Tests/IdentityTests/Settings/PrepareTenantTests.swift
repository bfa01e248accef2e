import Identity
import TestSupport
import Testing

@Suite struct `The first start` {
    private static let issuer = Issuer(url: "https://login.example.com/")
    private static let admin = PrepareTenant.AdminClient(id: "admin", secret: Secret("the-secret-of-the-first-client"))

    /// A store that has keys already, so that no test waits for new ones.
    private func opened() async throws -> TestStore {
        let test = try await TestStore.open()
        try await test.write { tx throws(StoreError) in
            try tx.insert(SampleKeys.current)
            try tx.insert(SampleKeys.next)
        }
        return test
    }

    private func prepare(
        _ test: TestStore, admin: PrepareTenant.AdminClient? = nil, issuer: Issuer = issuer
    ) async throws -> PrepareTenant.Outcome {
        try await PrepareTenant(store: test.store, clock: test.clock, random: SeededRandom(), issuer: issuer)
            .prepare(admin: admin)
    }

    @Test func `makes the connection sms, the Management API and a client that may use all of it`() async throws {
        let test = try await opened()
        let made = try #require(try await prepare(test).madeClient)
        let state = try await test.read { tx throws(StoreError) in
            (
                connections: try tx.connections(), apis: try tx.apis(), client: try tx.client(id: made.id),
                grants: try tx.clientGrants()
            )
        }
        #expect(state.connections.map(\.name) == ["sms"])
        #expect(state.connections.first?.options == Connection.initialOptions)
        #expect(state.apis.map(\.identifier) == ["https://login.example.com/api/v2/"])
        #expect(state.apis.first?.isSystem == true)
        #expect(try #require(state.client).hasSecret(made.secret.exposed))
        #expect(state.client?.grantTypes == ["client_credentials"])
        #expect(state.grants.map(\.scope) == [ManagementAPI.scopes.map(\.value)])
    }

    @Test func `makes two signing keys where there are none`() async throws {
        let test = try await TestStore.open()
        _ = try await prepare(test)
        let keys = try await test.read { tx throws(StoreError) in try tx.signingKeys() }
        #expect(Set(keys.map(\.state)) == [.current, .next])
    }

    @Test func `changes nothing when it comes again`() async throws {
        let test = try await opened()
        _ = try await prepare(test)
        #expect(try await prepare(test).formerAudience == nil)
        let counts = try await test.read { tx throws(StoreError) in
            [
                try tx.connections().count, try tx.apis().count, try tx.clients().count, try tx.clientGrants().count,
                try tx.signingKeys().count,
            ]
        }
        #expect(counts == [1, 1, 1, 1, 2])
    }

    @Test func `hands the client's secret out until it is written down`() async throws {
        let test = try await opened()
        let first = try #require(try await prepare(test).madeClient)
        let second = try #require(try await prepare(test).madeClient)
        #expect(second.id == first.id)
        #expect(second.secret == first.secret)
        try await PrepareTenant.clientIsWrittenDown(in: test.store)
        #expect(try await prepare(test).madeClient == nil)
    }

    @Test func `makes one tenant when many come at once`() async throws {
        let test = try await opened()
        let made = try await atOnce(8) { _ in try await prepare(test).madeClient?.id }
        #expect(Set(made).count == 1)
        #expect(try await test.read { tx throws(StoreError) in try tx.clients().count } == 1)
    }

    @Test func `takes the operator's own client`() async throws {
        let test = try await opened()
        #expect(try await prepare(test, admin: Self.admin).madeClient == nil)
        #expect(try await prepare(test, admin: Self.admin).madeClient == nil)
        let client = try await test.read { tx throws(StoreError) in try tx.client(id: "admin") }
        #expect(client?.hasSecret(Self.admin.secret.exposed) == true)
    }

    @Test func `stops at settings that name another client or another secret than the store`() async throws {
        let test = try await opened()
        _ = try await prepare(test, admin: Self.admin)
        for (admin, words) in [
            (PrepareTenant.AdminClient(id: "admin", secret: Secret("another")), "secret of admin differs"),
            (PrepareTenant.AdminClient(id: "other", secret: Self.admin.secret), "other is not admin"),
        ] {
            do throws(PrepareTenant.Failure) {
                _ = try await PrepareTenant(
                    store: test.store, clock: test.clock, random: SeededRandom(), issuer: Self.issuer
                ).prepare(admin: admin)
                Issue.record("it was accepted")
            } catch {
                switch error {
                case .secretDiffers(let id): #expect(words == "secret of \(id) differs")
                case .clientDiffers(let stored, let given): #expect(words == "\(given) is not \(stored)")
                case .store, .key: Issue.record("\(error)")
                }
            }
        }
    }

    @Test func `lets the Management API and its grants follow a new issuer`() async throws {
        let test = try await opened()
        _ = try await prepare(test)
        let outcome = try await prepare(test, issuer: Issuer(url: "https://new.example.com/"))
        #expect(outcome.formerAudience == "https://login.example.com/api/v2/")
        let audiences = try await test.read { tx throws(StoreError) in
            try tx.apis().map(\.identifier) + (try tx.clientGrants().map(\.audience))
        }
        #expect(audiences == Array(repeating: "https://new.example.com/api/v2/", count: 2))
    }
}

@Suite struct `An issuer` {
    @Test(arguments: [
        ("https://login.example.com", "https://login.example.com/", "login.example.com"),
        ("https://login.example.com:8443/", "https://login.example.com:8443/", "login.example.com"),
        ("http://[::1]:3000/", "http://[::1]:3000/", "::1"),
        ("http://localhost:3000", "http://localhost:3000/", "localhost"),
        ("https://example.com/login/", "https://example.com/login/", "example.com"),
    ])
    func `ends in one slash and has a host`(text: String, url: String, host: String) {
        let issuer = Issuer(url: text)
        #expect(issuer.url == url)
        #expect(issuer.host == host)
        #expect(issuer.managementAudience == url + "api/v2/")
        #expect(issuer.userInfoAudience == url + "userinfo")
    }
}
