import HTTPTypes
import Hummingbird
import Identity

/// `/api/v2/clients` (contract section 8.5).
struct ClientsResource: Sendable {
    let services: ManagementServices

    func list(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let query = try Query(request)
        let paging = try Paging(query, smallestPage: 0)
        let fields = try FieldSelection(query)
        let filter = try ClientFilter(query)
        let view = ClientView(for: context.caller, services)
        let clients = try await services.read { tx throws(StoreError) in try tx.clients() }.filter(filter.includes)
        let answer = try paging.answer(clients, as: "clients", id: \.id, addsLength: true) {
            fields.apply(to: view.object($0))
        }
        if view.showsSecrets, fields.wants("client_secret"), !clients.isEmpty {
            services.recordSecretRead("Get all clients", request, context)
        }
        return .json(answer)
    }

    func get(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let fields = try FieldSelection(try Query(request))
        let view = ClientView(for: context.caller, services)
        let client = try await find(context)
        if view.showsSecrets, fields.wants("client_secret") {
            services.recordSecretRead("Get a client", request, context)
        }
        return .json(fields.apply(to: view.object(client)))
    }

    func create(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let new = try await ManagementBody.parse(request, NewClient.init)
        let (id, now) = (Client.newID(services.random), services.clock.now())
        let credentials = new.credentials.map {
            $0.make(id: ClientCredential.newID(services.random), clientID: id, at: now)
        }
        let client = new.make(
            id: id, secret: Client.newSecret(services.random), credentialIDs: credentials.map(\.id), at: now)
        let keys = try services.keys(for: client.idTokenAlgorithm)
        try await services.write("Create a client", request, context) {
            tx throws(StoreError) -> Result<Void, ManagementError> in
            try keys.provide(in: tx)
            try tx.insert(client)
            for credential in credentials { try tx.insert(credential) }
            return .success(())
        }
        return .json(.object(ClientView(services).object(client)), status: .created)
    }

    func patch(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let patch = try await ManagementBody.parse(request, ClientPatch.init)
        if patch.changesSecret { try context.caller.require(anyOf: ["update:client_keys"]) }
        if patch.changesKeys {
            try context.caller.require(anyOf: ["update:clients", "update:client_credentials"])
        }
        if patch.changesProperties { try context.caller.require(anyOf: ["update:clients"]) }
        let id = try context.parameter("id")
        let keys = try services.keys(for: patch.idTokenAlgorithm)
        let client = try await services.write("Update a client", request, context) {
            tx throws(StoreError) -> Result<Client, ManagementError> in
            guard let client = try tx.client(id: id) else { return .failure(.noClient) }
            let changed: Client
            let credentials = patch.changesKeys ? try tx.clientCredentials(of: id) : []
            do throws(ShapeProblem) { changed = try patch.apply(to: client, owning: credentials) } catch {
                return .failure(.payload(error))
            }
            try keys.provide(in: tx)
            try tx.update(changed)
            return .success(changed)
        }
        return .json(.object(ClientView(for: context.caller, services).object(client)))
    }

    /// 204 also for a client that is not there. Its connections and grants forget it in the same transaction.
    func delete(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let id = try context.parameter("id")
        try await services.write("Delete a client", request, context) {
            tx throws(StoreError) -> Result<Void, ManagementError> in
            try tx.deleteClient(id: id)
            return .success(())
        }
        return Response(status: .noContent)
    }

    /// A new secret; the old one stops working at once.
    func rotateSecret(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let id = try context.parameter("id")
        let secret = Client.newSecret(services.random)
        let client = try await services.write("Rotate a client secret", request, context) {
            tx throws(StoreError) -> Result<Client, ManagementError> in
            guard var client = try tx.client(id: id) else { return .failure(.noClient) }
            client.secret = secret
            try tx.update(client)
            return .success(client)
        }
        return .json(.object(ClientView(services).object(client)))
    }

    /// The connections that the client may use. Their options hold secrets, so reading clients alone is not enough.
    func connections(_ request: Request, _ context: ManagementContext) async throws -> Response {
        try context.caller.require(anyOf: ["read:clients", "read:client_summary"])
        let query = try Query(request)
        let paging = try Paging(checkpointsIn: query)
        let fields = try FieldSelection(query, always: ["id", "is_domain_connection"])
        let strategies = query.all("strategy")
        let client = try await find(context)
        let connections = try await services.read { tx throws(StoreError) in try tx.connections() }.filter {
            $0.enabledClients.contains(client.id) && (strategies.isEmpty || strategies.contains(Connection.strategy))
        }
        let answer = try paging.answer(connections, as: "connections", id: \.id) {
            var object = ConnectionJSON.object($0)
            object["enabled_clients"] = nil
            return fields.apply(to: object)
        }
        if fields.wants("options"), !connections.isEmpty {
            services.recordSecretRead("Get a client's connections", request, context)
        }
        return .json(answer)
    }

    private func find(_ context: ManagementContext) async throws -> Client {
        let id = try context.parameter("id")
        guard let client = try await services.read({ tx throws(StoreError) in try tx.client(id: id) }) else {
            throw ManagementError.noClient
        }
        return client
    }
}

/// Which clients a list shall hold.
private struct ClientFilter: Sendable {
    private let isGlobal: Bool?
    private let isFirstParty: Bool?
    private let types: Set<String>
    private let externalID: String?

    init(_ query: Query) throws(ManagementError) {
        guard query["q"] == nil else {
            throw .query("This server does not search clients; leave out the parameter q")
        }
        isGlobal = try query.flag("is_global")
        isFirstParty = try query.flag("is_first_party")
        types = Set((query["app_type"] ?? "").split(separator: ",").map(String.init))
        externalID = query["external_client_id"]
        guard (externalID?.utf8.count ?? 0) <= 120 else {
            throw .query("String is too long, maximum 120 on property external_client_id")
        }
    }

    /// There is no global client, and none with an external id.
    func includes(_ client: Client) -> Bool {
        isGlobal != true && externalID == nil
            && (isFirstParty == nil || (client.properties["is_first_party"]?.bool ?? true) == isFirstParty)
            && (types.isEmpty || types.contains(client.properties["app_type"]?.string ?? ""))
    }
}
