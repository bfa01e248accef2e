import HTTPTypes
import Hummingbird
import Identity

/// `/api/v2/clients/{id}/credentials`: the public keys by which clients prove themselves (contract section 3.5).
struct ClientCredentialsResource: Sendable {
    let services: ManagementServices

    /// All of the client's, oldest first, whether the client names them or not.
    func list(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let id = try context.parameter("id")
        let credentials = try await services.read { tx throws(StoreError) -> [ClientCredential]? in
            guard try tx.client(id: id) != nil else { return nil }
            return try tx.clientCredentials(of: id)
        }
        guard let credentials else { throw ManagementError.noClient }
        return .json(.array(credentials.map { .object(object($0)) }))
    }

    func get(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let place = try Place(context)
        let found = try await services.read { tx throws(StoreError) in try place.find(tx) }
        return .json(.object(object(try found.get())))
    }

    /// Stores a key. It proves nothing until the client names it in `client_authentication_methods`.
    func create(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let id = try context.parameter("id")
        let new = try await ManagementBody.parse(request, NewClientCredential.init)
        let credential = new.make(
            id: ClientCredential.newID(services.random), clientID: id, at: services.clock.now())
        try await services.write("Create a client credential", request, context) {
            tx throws(StoreError) -> Result<Void, ManagementError> in
            guard try tx.client(id: id) != nil else { return .failure(.noClient) }
            let others = try tx.clientCredentials(of: id)
            guard others.count < NewClientCredential.mostPerClient else { return .failure(.tooManyCredentials) }
            guard !others.contains(where: { $0.kid == credential.kid }) else { return .failure(.takenKid) }
            try tx.insert(credential)
            return .success(())
        }
        return .json(.object(object(credential)), status: .created)
    }

    func patch(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let place = try Place(context)
        let patch = try await ManagementBody.parse(request, ClientCredentialPatch.init)
        let now = services.clock.now()
        let credential = try await services.write("Update a client credential", request, context) {
            tx throws(StoreError) -> Result<ClientCredential, ManagementError> in
            let changed = try place.find(tx).map { patch.apply(to: $0, at: now) }
            if case .success(let credential) = changed { try tx.update(credential) }
            return changed
        }
        return .json(.object(object(credential)))
    }

    /// 204 also for a credential that is not there; one that its client still names stays.
    func delete(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let place = try Place(context)
        try await services.write("Delete a client credential", request, context) {
            tx throws(StoreError) -> Result<Void, ManagementError> in
            guard case .success(let credential) = try place.find(tx) else { return .success(()) }
            let named = try tx.client(id: place.clientID)?.assertionCredentialIDs ?? []
            guard !named.contains(credential.id) else { return .failure(.credentialInUse) }
            try tx.deleteClientCredential(id: credential.id)
            return .success(())
        }
        return Response(status: .noContent)
    }

    /// Without the key itself, as Auth0 answers; `kid` tells keys apart.
    private func object(_ credential: ClientCredential) -> JSONObject {
        var object: JSONObject = [
            "id": .string(credential.id), "name": .string(credential.name), "kid": .string(credential.kid),
            "alg": .string(credential.algorithm.rawValue), "credential_type": "public_key",
            "created_at": .string(credential.createdAt.description),
            "updated_at": .string(credential.updatedAt.description),
        ]
        object["expires_at"] = credential.expiresAt.map { .string($0.description) }
        return object
    }

    /// A credential's two ids, as they stand in the path.
    private struct Place: Sendable {
        let clientID: String
        let credentialID: String

        init(_ context: ManagementContext) throws {
            clientID = try context.parameter("id")
            credentialID = try context.parameter("credential_id")
        }

        func find(_ tx: any StoreTransaction) throws(StoreError) -> Result<ClientCredential, ManagementError> {
            guard try tx.client(id: clientID) != nil else { return .failure(.noClient) }
            guard let found = try tx.clientCredential(id: credentialID), found.clientID == clientID else {
                return .failure(.noCredential)
            }
            return .success(found)
        }
    }
}
