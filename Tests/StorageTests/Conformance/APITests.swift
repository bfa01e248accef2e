import Identity
import TestSupport
import Testing

@Suite struct `APIs in a store` {
    @Test(arguments: TestStore.Engine.allCases, [true, false])
    func `come back with every member`(engine: TestStore.Engine, isSystem: Bool) async throws {
        let test = try await TestStore.open(engine)
        let api = API.sample(isSystem: isSystem)
        try await test.write { tx throws(StoreError) in try tx.insert(api) }
        let (byID, byIdentifier) = try await test.read { tx throws(StoreError) in
            (try tx.api(id: api.id), try tx.api(identifier: api.identifier))
        }
        for found in [byID, byIdentifier] {
            #expect(found?.id == api.id)
            #expect(found?.identifier == api.identifier)
            #expect(found?.properties == api.properties)
            #expect(found?.signingSecret == api.signingSecret)
            #expect(found?.isSystem == isSystem)
            #expect(found?.createdAt == api.createdAt)
        }
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `change secret and members`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let found = try await test.write { tx throws(StoreError) in
            try tx.insert(API.sample())
            try tx.update(API.sample(secret: "rotated", properties: ["name": "Renamed"]))
            return try tx.api(id: API.sample().id)
        }
        #expect(found?.signingSecret.exposed == "rotated")
        #expect(found?.properties["name"] == "Renamed")
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `take their grants along when they are deleted`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let (apis, grants) = try await test.write { tx throws(StoreError) in
            try tx.insert(API.sample())
            try tx.insert(API.sample(id: "b", identifier: "urn:b"))
            try tx.insert(ClientGrant.sample())
            try tx.insert(ClientGrant.sample(id: "cgr_b", audience: "urn:b"))
            try tx.deleteAPI(id: API.sample().id)
            return (try tx.apis().map(\.id), try tx.clientGrants().map(\.id))
        }
        #expect(apis == ["b"])
        #expect(grants == ["cgr_b"])
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `take their grants along when they are renamed`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        let (former, api, audiences) = try await test.write { tx throws(StoreError) in
            try tx.insert(API.sample())
            try tx.insert(ClientGrant.sample())
            try tx.insert(ClientGrant.sample(id: "cgr_b", audience: "urn:b", createdAt: .after(1)))
            try tx.rename(apiID: API.sample().id, to: "https://new.example/")
            return (
                try tx.api(identifier: "https://api.example/"), try tx.api(identifier: "https://new.example/"),
                try tx.clientGrants().map(\.audience)
            )
        }
        #expect(former == nil)
        #expect(api?.id == API.sample().id)
        #expect(api?.signingSecret == API.sample().signingSecret)
        #expect(audiences == ["https://new.example/", "urn:b"])
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `do not take another's identifier`(engine: TestStore.Engine) async throws {
        let test = try await TestStore.open(engine)
        try await test.write { tx throws(StoreError) in
            try tx.insert(API.sample())
            try tx.insert(API.sample(id: "b", identifier: "urn:b"))
        }
        await #expect(throws: StoreError.failed("another API has the identifier urn:b")) {
            try await test.write { tx throws(StoreError) in try tx.rename(apiID: API.sample().id, to: "urn:b") }
        }
        await #expect(throws: StoreError.failed("the API's id or identifier is taken")) {
            try await test.write { tx throws(StoreError) in
                try tx.insert(API.sample(id: "c", identifier: "urn:b"))
            }
        }
    }
}
