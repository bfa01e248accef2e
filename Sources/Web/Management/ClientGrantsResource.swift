import HTTPTypes
import Hummingbird
import Identity

/// `/api/v2/client-grants` (contract section 8.5).
struct ClientGrantsResource: Sendable {
    let services: ManagementServices

    func list(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let query = try Query(request)
        let paging = try Paging(query)
        let filter = try GrantFilter(query)
        let grants = try await services.read { tx throws(StoreError) in try tx.clientGrants() }.filter(filter.includes)
        return .json(
            try paging.answer(grants, as: "client_grants", id: \.id) { .object(ClientGrantJSON.object($0)) })
    }

    func get(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let id = try context.parameter("id")
        guard let grant = try await services.read({ tx throws(StoreError) in try tx.clientGrant(id: id) }) else {
            throw ManagementError.noClientGrant
        }
        return .json(.object(ClientGrantJSON.object(grant)))
    }

    func create(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let new = try await ManagementBody.parse(request, ClientGrant.New.init)
        let grant = new.make(id: ClientGrant.newID(services.random), at: services.clock.now())
        try await services.write("Create client grant", request, context) {
            tx throws(StoreError) -> Result<Void, ManagementError> in
            guard try tx.client(id: grant.clientID) != nil else { return .failure(.noClient) }
            guard let api = try tx.api(identifier: grant.audience) else { return .failure(.noAPI) }
            guard grant.keepsWithin(api) else { return .failure(.scopeBeyondAPI) }
            guard try !tx.clientGrants().contains(where: grant.isTwin) else {
                return .failure(
                    .conflict("A client grant for this client_id, audience and subject_type already exists"))
            }
            try tx.insert(grant)
            return .success(())
        }
        return .json(.object(ClientGrantJSON.object(grant)), status: .created)
    }

    func patch(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let patch = try await ManagementBody.parse(request, ClientGrant.Patch.init)
        let id = try context.parameter("id")
        let grant = try await services.write("Update client grant", request, context) {
            tx throws(StoreError) -> Result<ClientGrant, ManagementError> in
            guard let grant = try tx.clientGrant(id: id) else { return .failure(.noClientGrant) }
            let changed = patch.apply(to: grant)
            guard let api = try tx.api(identifier: grant.audience) else { return .failure(.noAPI) }
            guard patch.scope == nil || changed.keepsWithin(api) else { return .failure(.scopeBeyondAPI) }
            try tx.update(changed)
            return .success(changed)
        }
        return .json(.object(ClientGrantJSON.object(grant)))
    }

    func delete(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let id = try context.parameter("id")
        try await services.write("Delete client grant", request, context) {
            tx throws(StoreError) -> Result<Void, ManagementError> in
            try tx.deleteClientGrant(id: id)
            return .success(())
        }
        return Response(status: .noContent)
    }
}

extension ManagementError {
    fileprivate static let scopeBeyondAPI = payload("scope must be a subset of resource server scopes")
}

/// Which grants a list shall hold.
private struct GrantFilter: Sendable {
    private let audience: String?
    private let clientID: String?
    private let subjectType: String?
    private let allowsAnyOrganization: Bool?
    private let defaultFor: String?

    init(_ query: Query) throws(ManagementError) {
        audience = query["audience"]
        clientID = query["client_id"]
        subjectType = query["subject_type"]
        allowsAnyOrganization = try query.flag("allow_any_organization")
        defaultFor = query["default_for"]
        if let subjectType, !ClientGrant.subjectTypes.contains(subjectType) {
            throw .query("No enum match for: \(subjectType.prefix(64)) on property subject_type")
        }
    }

    /// No grant of this server is a default for others.
    func includes(_ grant: ClientGrant) -> Bool {
        defaultFor == nil && (audience == nil || grant.audience == audience)
            && (clientID == nil || grant.clientID == clientID)
            && (subjectType == nil || grant.subjectType == subjectType)
            && (allowsAnyOrganization == nil
                || (grant.properties["allow_any_organization"]?.bool ?? false) == allowsAnyOrganization)
    }
}

/// A client grant as the Management API shows it.
private enum ClientGrantJSON {
    static func object(_ grant: ClientGrant) -> JSONObject {
        var object: JSONObject = ["id": .string(grant.id), "client_id": .string(grant.clientID)]
        object["audience"] = .string(grant.audience)
        object["scope"] = .strings(grant.scope)
        object["subject_type"] = .string(grant.subjectType)
        return object.filled(from: grant.properties)
    }
}
