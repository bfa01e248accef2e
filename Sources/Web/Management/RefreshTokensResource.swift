import HTTPTypes
import Hummingbird
import Identity

/// `/api/v2/refresh-tokens` and `/api/v2/users/{id}/refresh-tokens` (contract section 8.6). Only living tokens are shown, and
/// never their texts.
struct RefreshTokensResource: Sendable {
    let services: ManagementServices
    let revocation: Revocation

    init(services: ManagementServices) {
        self.services = services
        revocation = Revocation(services: services)
    }

    func list(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let query = try Query(request)
        let fields = try FieldSelection(query)
        guard let userID = query["user_id"] else { throw ManagementError.query("Missing required 'user_id' parameter") }
        let filter = RefreshTokenFilter(userID: userID, clientID: query["client_id"])
        return try await list(filter, as: "refresh_tokens", query, fields)
    }

    func listOfUser(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let query = try Query(request)
        let filter = RefreshTokenFilter(userID: try context.parameter("id"))
        return try await list(filter, as: "tokens", query, nil)
    }

    private func list(
        _ filter: RefreshTokenFilter, as name: String, _ query: Query, _ fields: FieldSelection?
    ) async throws -> Response {
        let walk = try CheckpointWalk(query)
        let now = services.clock.now()
        let page = try await services.read { tx throws(StoreError) -> Result<JSON, ManagementError> in
            guard try tx.user(id: filter.userID) != nil else { return .failure(.noUser) }
            if let clientID = filter.clientID, try tx.client(id: clientID) == nil { return .failure(.noClient) }
            if let from = walk.from, try tx.refreshToken(id: from)?.userID != filter.userID {
                return .failure(.staleCheckpoint)
            }
            let found = try walk.collect(
                id: \RefreshToken.id, where: { $0.isAlive(at: now) },
                next: { after, limit throws(StoreError) in try tx.refreshTokens(filter, after: after, limit: limit) })
            return .success(
                walk.answer(found, as: name, id: \.id) { token in
                    let object = object(token)
                    return fields?.apply(to: object) ?? .object(object)
                })
        }
        return .json(try page.get())
    }

    func get(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let id = try context.parameter("id")
        let token = try await services.read { tx throws(StoreError) in try tx.refreshToken(id: id) }
        guard let token, token.isAlive(at: services.clock.now()) else { throw ManagementError.noRefreshToken }
        return .json(.object(object(token)))
    }

    /// 202 also for a token that is not there.
    func delete(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let id = try context.parameter("id")
        return try await revocation.end("Delete a refresh token", request, context) { _ in
            .success([.refreshToken(id: id)])
        }
    }

    func deleteOfUser(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let userID = try context.parameter("id")
        return try await revocation.end("Delete a user's refresh tokens", request, context) { tx throws(StoreError) in
            guard try tx.user(id: userID) != nil else { return .failure(.noUser) }
            return .success([.refreshTokens(RefreshTokenFilter(userID: userID))])
        }
    }

    /// `rotating` is what the client's settings say now, for that is what the next exchange goes by.
    private func object(_ token: RefreshToken) -> JSONObject {
        let client = services.configuration.current.client(token.clientID)
        let audience: [JSON] =
            token.audience.map { [["audience": .string($0), "scopes": .string(token.scope.text)]] } ?? []
        return [
            "id": .string(token.id), "user_id": .string(token.userID), "client_id": .string(token.clientID),
            "created_at": .string(token.createdAt.description), "idle_expires_at": time(token.idleExpiresAt),
            "expires_at": time(token.expiresAt), "last_exchanged_at": time(token.lastExchangedAt),
            "session_id": token.sessionID.map { .string($0) } ?? .null,
            "device": .object(DeviceJSON.object(first: token.firstCaller, last: token.lastCaller)),
            "rotating": .bool(client?.refreshTokenPolicy.isRotating ?? false), "resource_servers": .array(audience),
        ]
    }

    private func time(_ time: Timestamp?) -> JSON { time.map { .string($0.description) } ?? .null }
}
