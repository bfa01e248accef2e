import HTTPTypes
import Hummingbird
import Identity
import Logging

/// `/api/v2/connections` (contract sections 1 and 8.4).
struct ConnectionsResource: Sendable {
    let services: ManagementServices

    func list(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let query = try Query(request)
        let paging = try Paging(query, defaultSize: 100)
        let fields = try FieldSelection(query, always: ["id", "is_domain_connection"])
        let strategies = query.all("strategy")
        let name = query["name"]
        let connections = try await services.read { tx throws(StoreError) in try tx.connections() }
        let selected = connections.filter {
            (strategies.isEmpty || strategies.contains(Connection.strategy)) && (name == nil || $0.name == name)
        }
        let answer = try paging.answer(selected, as: "connections", id: \.id) {
            fields.apply(to: ConnectionJSON.object($0))
        }
        if fields.wants("options"), !selected.isEmpty {
            services.recordSecretRead("Get all connections", request, context)
        }
        return .json(answer)
    }

    func get(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let fields = try FieldSelection(try Query(request), always: ["id", "is_domain_connection"])
        let connection = try await find(context)
        if fields.wants("options") { services.recordSecretRead("Get a connection", request, context) }
        return .json(fields.apply(to: ConnectionJSON.object(connection)))
    }

    func create(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let new = try await ManagementBody.parse(request, NewConnection.init)
        let connection = new.make(id: Connection.newID(services.random), at: services.clock.now())
        try await services.write("Create a connection", request, context) {
            tx throws(StoreError) -> Result<Void, ManagementError> in
            if let taken = try tx.connection(named: connection.name) {
                return .failure(
                    .conflict(
                        taken.deletedAt == nil
                            ? "A connection with the same name already exists"
                            : "A connection with the same name is being deleted, try again later"))
            }
            if let missing = try missingClient(connection.enabledClients, in: tx) { return .failure(missing) }
            try tx.insert(connection)
            return .success(())
        }
        warn(of: connection, context)
        return .json(.object(ConnectionJSON.object(connection)), status: .created)
    }

    func patch(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let patch = try await ManagementBody.parse(request, ConnectionPatch.init)
        let id = try context.parameter("id")
        let connection = try await services.write("Update a connection", request, context) {
            tx throws(StoreError) -> Result<Connection, ManagementError> in
            guard let connection = try tx.connection(id: id) else { return .failure(.noConnection) }
            if let clients = patch.enabledClients, let missing = try missingClient(clients, in: tx) {
                return .failure(missing)
            }
            let changed = patch.apply(to: connection)
            try tx.update(changed)
            return .success(changed)
        }
        warn(of: connection, context)
        return .json(.object(ConnectionJSON.object(connection)))
    }

    /// 202 with the time for a connection that was there, 204 otherwise (contract section 8.4). Its name stays taken until a
    /// loop has removed its users.
    func delete(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let id = try context.parameter("id")
        let now = services.clock.now()
        let wasThere = try await services.write("Delete a connection", request, context) {
            tx throws(StoreError) -> Result<Bool, ManagementError> in
            guard var connection = try tx.connection(id: id) else { return .success(false) }
            connection.deletedAt = now
            try tx.update(connection)
            return .success(true)
        }
        guard wasThere else { return Response(status: .noContent) }
        return .json(["deleted_at": .string(now.description)], status: .accepted)
    }

    func clients(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let paging = try Paging(checkpointsIn: try Query(request), largestTake: 1_000)
        let connection = try await find(context)
        return .json(
            try paging.answer(connection.enabledClients, as: "clients", id: \.self) { ["client_id": .string($0)] })
    }

    func patchClients(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let changes = try await ManagementBody.parse(request, ConnectionClients.init)
        let id = try context.parameter("id")
        try await services.write("Update enabled clients for a connection", request, context) {
            tx throws(StoreError) -> Result<Void, ManagementError> in
            guard let connection = try tx.connection(id: id) else { return .failure(.noConnection) }
            if let missing = try missingClient(changes.enabled, in: tx) { return .failure(missing) }
            try tx.update(changes.apply(to: connection))
            return .success(())
        }
        return Response(status: .noContent)
    }

    /// `GET /connections/{id}/status` speaks of directories; a connection of this server is never one.
    func status(_ request: Request, _ context: ManagementContext) async throws -> Response {
        _ = try await find(context)
        throw ManagementError(.notFound, "Connection not found; not connected to any node")
    }

    /// `DELETE /connections/{id}/users` is for databases alone.
    func deleteUsers(_ request: Request, _ context: ManagementContext) async throws -> Response {
        _ = try await find(context)
        throw ManagementError(.badRequest, "Connection must be a database connection")
    }

    private func find(_ context: ManagementContext) async throws -> Connection {
        let id = try context.parameter("id")
        guard let connection = try await services.read({ tx throws(StoreError) in try tx.connection(id: id) }) else {
            throw ManagementError.noConnection
        }
        return connection
    }

    private func warn(of connection: Connection, _ context: ManagementContext) {
        for warning in ConnectionRules.warnings(for: connection) {
            context.logger.warning(
                "a connection was saved that deserves a second look",
                metadata: ["connection": "\(connection.name)", "reason": "\(warning)"])
        }
    }
}

/// The refusal, if one of the clients does not exist.
private func missingClient(
    _ ids: [String], in tx: any StoreTransaction
) throws(StoreError) -> ManagementError? {
    for id in ids where try tx.client(id: id) == nil { return .noClient }
    return nil
}

/// A connection as the Management API shows it.
enum ConnectionJSON {
    static func object(_ connection: Connection) -> JSONObject {
        var object: JSONObject = ["id": .string(connection.id), "options": .object(connection.options)]
        object["strategy"] = .string(Connection.strategy)
        object["name"] = .string(connection.name)
        object["display_name"] = connection.displayName.map { .string($0) }
        object["is_domain_connection"] = .bool(connection.isDomainConnection)
        object["show_as_button"] = connection.showAsButton.map { .bool($0) }
        object["metadata"] = connection.metadata.map { .object($0) }
        object["realms"] = .strings(connection.realms)
        object["enabled_clients"] = .strings(connection.enabledClients)
        return object
    }
}
