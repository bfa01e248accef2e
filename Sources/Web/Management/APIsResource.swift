import HTTPTypes
import Hummingbird
import Identity

/// `/api/v2/resource-servers` (contract section 8.5).
struct APIsResource: Sendable {
    let services: ManagementServices

    func list(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let query = try Query(request)
        let paging = try Paging(query, offersCheckpoints: false)
        let fields = try FieldSelection(query)
        let identifiers = query.all("identifiers").flatMap { $0.split(separator: ",").map(String.init) }
        let apis = try await services.read { tx throws(StoreError) in try tx.apis() }.filter {
            identifiers.isEmpty || identifiers.contains($0.identifier)
        }
        if apis.contains(where: APIJSON.showsSecret), fields.wants("signing_secret") {
            services.recordSecretRead("Get resource servers", request, context)
        }
        return .json(
            try paging.answer(apis, as: "resource_servers", id: \.id) { fields.apply(to: APIJSON.object($0)) })
    }

    func get(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let fields = try FieldSelection(try Query(request))
        let key = try context.parameter("id")
        guard let api = try await services.read({ tx throws(StoreError) in try find(key, in: tx) }) else {
            throw ManagementError.noAPI
        }
        if APIJSON.showsSecret(api), fields.wants("signing_secret") {
            services.recordSecretRead("Get a resource server", request, context)
        }
        return .json(fields.apply(to: APIJSON.object(api)))
    }

    func create(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let new = try await ManagementBody.parse(request, NewAPI.init)
        guard !services.issuer.reservedAudiences.contains(new.identifier) else {
            throw ManagementError(.badRequest, "The selected identifier is reserved")
        }
        let api = new.make(
            id: API.newID(services.random), secret: API.newSecret(services.random), at: services.clock.now())
        let keys = try services.keys(for: api.algorithm)
        try await services.write("Create a resource server", request, context) {
            tx throws(StoreError) -> Result<Void, ManagementError> in
            guard try tx.api(identifier: api.identifier) == nil else {
                return .failure(.conflict("A resource server with the same identifier already exists"))
            }
            try keys.provide(in: tx)
            try tx.insert(api)
            return .success(())
        }
        return .json(.object(APIJSON.object(api)), status: .created)
    }

    func patch(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let patch = try await ManagementBody.parse(request, APIPatch.init)
        let key = try context.parameter("id")
        let keys = try services.keys(for: patch.algorithm)
        let api = try await services.write("Update a resource server", request, context) {
            tx throws(StoreError) -> Result<API, ManagementError> in
            guard let api = try find(key, in: tx) else { return .failure(.noAPI) }
            guard !api.isSystem else {
                return .failure(ManagementError(.badRequest, "System resource servers cannot be patched"))
            }
            let changed = patch.apply(to: api)
            try keys.provide(in: tx)
            try tx.update(changed)
            return .success(changed)
        }
        return .json(.object(APIJSON.object(api)))
    }

    /// 204 also for an API that is not there. Grants for it go with it.
    func delete(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let key = try context.parameter("id")
        try await services.write("Delete a resource server", request, context) {
            tx throws(StoreError) -> Result<Void, ManagementError> in
            guard let api = try find(key, in: tx) else { return .success(()) }
            guard !api.isSystem else {
                return .failure(ManagementError(.badRequest, "System resource servers cannot be deleted"))
            }
            try tx.deleteAPI(id: api.id)
            return .success(())
        }
        return Response(status: .noContent)
    }
}

/// By id, or by identifier where no id fits.
private func find(_ key: String, in tx: any StoreTransaction) throws(StoreError) -> API? {
    if let api = try tx.api(id: key) { return api }
    return try tx.api(identifier: key)
}

/// An API as the Management API shows it.
private enum APIJSON {
    /// The secret signs HS256 tokens and nothing else, so it is shown where they are made.
    static func showsSecret(_ api: API) -> Bool { api.algorithm == .hs256 }

    static func object(_ api: API) -> JSONObject {
        var object: JSONObject = ["id": .string(api.id)]
        object["name"] = api.properties["name"]
        object["identifier"] = .string(api.identifier)
        object = object.filled(from: api.properties).filled(from: [
            "skip_consent_for_verifiable_first_party_clients": false
        ])
        if showsSecret(api) { object["signing_secret"] = .string(api.signingSecret.exposed) }
        object["is_system"] = .bool(api.isSystem)
        return object
    }
}
