import Identity
import TestSupport
import Testing

@Suite struct `Settings in a store` {
    @Test(arguments: TestStore.Engine.allCases)
    func `have defaults before anyone sets them`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let (settings, version) = try await test.read { tx throws(StoreError) in
            (try tx.tenantSettings(), try tx.configurationVersion())
        }
        #expect(settings == TenantSettings())
        #expect(version == 0)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `come back with every member`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        var settings = TenantSettings()
        settings.friendlyName = "Shop"
        settings.pictureURL = "https://shop.example/logo.png"
        settings.supportEmail = "help@shop.example"
        settings.supportURL = "https://shop.example/help"
        settings.defaultAudience = "https://api.example/"
        settings.enforcesClientAuthenticationOnStart = false
        settings.removesAlgFromJWKS = true
        let found = try await test.write { [settings] tx throws(StoreError) in
            try tx.update(TenantSettings())
            try tx.update(settings)
            return try tx.tenantSettings()
        }
        #expect(found == settings)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `include how pages look`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let branding = Branding(["colors": ["primary": "#123456"], "logo_url": "https://shop.example/logo.png"])
        let (before, after, settings) = try await test.write { tx throws(StoreError) in
            let before = try tx.branding()
            try tx.update(Branding())
            try tx.update(branding)
            return (before, try tx.branding(), try tx.tenantSettings())
        }
        #expect(before == Branding())
        #expect(after == branding)
        #expect(settings == TenantSettings())
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `include notes of any bytes, empty ones too`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let notes = try await test.write { tx throws(StoreError) in
            try tx.setNote("a", [1, 2, 3])
            try tx.setNote("a", [0, 255])
            try tx.setNote("b", [])
            return [try tx.note("a"), try tx.note("b"), try tx.note("c")]
        }
        #expect(notes == [[0, 255], [], nil])
    }
}

@Suite struct `The configuration's version` {
    /// A change, by name: what stands there before it, and the change.
    struct Change: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let prepare: @Sendable (any StoreTransaction) throws(StoreError) -> Void
        let change: @Sendable (any StoreTransaction) throws(StoreError) -> Void

        init(
            _ name: String, _ change: @escaping @Sendable (any StoreTransaction) throws(StoreError) -> Void,
            after prepare: @escaping @Sendable (any StoreTransaction) throws(StoreError) -> Void = {
                _ throws(StoreError) in
            }
        ) {
            testDescription = name
            self.change = change
            self.prepare = prepare
        }
    }

    private static let key = SigningKey(
        kid: "a", privateKey: Secret([1]), certificate: [2], state: .next, createdAt: .after(0))

    static let changes: [Change] = [
        Change("insert connection", { tx throws(StoreError) in try tx.insert(Connection.sample()) }),
        Change(
            "update connection", { tx throws(StoreError) in try tx.update(Connection.sample()) },
            after: { tx throws(StoreError) in try tx.insert(Connection.sample()) }),
        Change("insert client", { tx throws(StoreError) in try tx.insert(Client.sample()) }),
        Change(
            "update client", { tx throws(StoreError) in try tx.update(Client.sample()) },
            after: { tx throws(StoreError) in try tx.insert(Client.sample()) }),
        Change(
            "delete client", { tx throws(StoreError) in try tx.deleteClient(id: "client") },
            after: { tx throws(StoreError) in try tx.insert(Client.sample()) }),
        Change("insert grant", { tx throws(StoreError) in try tx.insert(ClientGrant.sample()) }),
        Change(
            "update grant", { tx throws(StoreError) in try tx.update(ClientGrant.sample()) },
            after: { tx throws(StoreError) in try tx.insert(ClientGrant.sample()) }),
        Change(
            "delete grant", { tx throws(StoreError) in try tx.deleteClientGrant(id: ClientGrant.sample().id) },
            after: { tx throws(StoreError) in try tx.insert(ClientGrant.sample()) }),
        Change("insert API", { tx throws(StoreError) in try tx.insert(API.sample()) }),
        Change(
            "update API", { tx throws(StoreError) in try tx.update(API.sample()) },
            after: { tx throws(StoreError) in try tx.insert(API.sample()) }),
        Change(
            "rename API", { tx throws(StoreError) in try tx.rename(apiID: API.sample().id, to: "urn:new") },
            after: { tx throws(StoreError) in try tx.insert(API.sample()) }),
        Change(
            "delete API", { tx throws(StoreError) in try tx.deleteAPI(id: API.sample().id) },
            after: { tx throws(StoreError) in try tx.insert(API.sample()) }),
        Change("insert key", { tx throws(StoreError) in try tx.insert(key) }),
        Change(
            "update key", { tx throws(StoreError) in try tx.update(key) },
            after: { tx throws(StoreError) in try tx.insert(key) }),
        Change("insert credential", { tx throws(StoreError) in try tx.insert(ClientCredential.sample()) }),
        Change(
            "update credential", { tx throws(StoreError) in try tx.update(ClientCredential.sample()) },
            after: { tx throws(StoreError) in try tx.insert(ClientCredential.sample()) }),
        Change(
            "delete credential",
            { tx throws(StoreError) in try tx.deleteClientCredential(id: ClientCredential.sample().id) },
            after: { tx throws(StoreError) in try tx.insert(ClientCredential.sample()) }),
        Change("update settings", { tx throws(StoreError) in try tx.update(TenantSettings()) }),
        Change("update branding", { tx throws(StoreError) in try tx.update(Branding()) }),
        Change("say so", { tx throws(StoreError) in try tx.raiseConfigurationVersion() }),
    ]

    @Test(arguments: TestStore.Engine.allCases, changes)
    func `rises with every change`(engine: TestStore.Engine, change: Change) async throws {
        let test = try await TestStore.open(engine)
        try await test.write(change.prepare)
        let before = try await test.read { tx throws(StoreError) in try tx.configurationVersion() }
        try await test.write(change.change)
        let after = try await test.read { tx throws(StoreError) in try tx.configurationVersion() }
        #expect(after > before)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `stays where nothing of it changed`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let version = try await test.write { tx throws(StoreError) in
            _ = try tx.insert(User.sample())
            try tx.put(LoginCode.sample())
            try tx.append(Event.sample())
            try tx.setNote("a", [1])
            try tx.insert(BrowserSession.sample())
            try tx.insert(RefreshToken.sample())
            try tx.insert(AuthorizationCode.sample())
            try tx.put(Consent.sample())
            _ = try tx.spend(.grant, id: "a", until: .after(1))
            try tx.deleteClientCredential(id: "none")
            try tx.deleteClient(id: "none")
            try tx.deleteClientGrant(id: "none")
            try tx.deleteAPI(id: "none")
            return try tx.configurationVersion()
        }
        #expect(version == 0)
    }
}
