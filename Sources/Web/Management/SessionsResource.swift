import HTTPTypes
import Hummingbird
import Identity

/// `/api/v2/sessions` and `/api/v2/users/{id}/sessions` (contract section 8.6). Only living sessions are shown.
struct SessionsResource: Sendable {
    let services: ManagementServices
    let revocation: Revocation

    init(services: ManagementServices) {
        self.services = services
        revocation = Revocation(services: services)
    }

    func listOfUser(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let walk = try CheckpointWalk(try Query(request))
        let userID = try context.parameter("id")
        let now = services.clock.now()
        let page = try await services.read { tx throws(StoreError) -> Result<JSON, ManagementError> in
            guard try tx.user(id: userID) != nil else { return .failure(.noUser) }
            if let from = walk.from, try tx.session(id: from)?.userID != userID { return .failure(.staleCheckpoint) }
            let found = try walk.collect(
                id: \BrowserSession.id, where: { $0.isAlive(at: now) },
                next: { after, limit throws(StoreError) in
                    try tx.sessions(userID: userID, after: after, limit: limit)
                })
            return .success(walk.answer(found, as: "sessions", id: \.id) { .object(SessionJSON.object($0)) })
        }
        return .json(try page.get())
    }

    func get(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let id = try context.parameter("id")
        let session = try await services.read { tx throws(StoreError) in try tx.session(id: id) }
        guard let session, session.isAlive(at: services.clock.now()) else { throw ManagementError.noSession }
        return .json(.object(SessionJSON.object(session)))
    }

    /// 202 also for a session that is not there. Its refresh tokens stay.
    func delete(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let id = try context.parameter("id")
        return try await revocation.end("Delete a session", request, context) { tx throws(StoreError) in
            .success(try tx.session(id: id).map { [.session(id: id, userID: $0.userID)] } ?? [])
        }
    }

    /// Their refresh tokens stay.
    func deleteOfUser(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let userID = try context.parameter("id")
        return try await revocation.end("Delete a user's sessions", request, context) { tx throws(StoreError) in
            try tx.user(id: userID) == nil ? .failure(.noUser) : .success([.sessions(userID: userID)])
        }
    }

    /// Ends the session and its refresh tokens, and asks for the scopes of both.
    func revoke(_ request: Request, _ context: ManagementContext) async throws -> Response {
        try Revocation.requireBothScopes(context)
        let id = try context.parameter("id")
        return try await revocation.end("Revoke a session", request, context) { tx throws(StoreError) in
            guard let session = try tx.session(id: id) else { return .failure(.noSession) }
            return .success([
                .session(id: id, userID: session.userID),
                .refreshTokens(RefreshTokenFilter(userID: session.userID, sessionID: id)),
            ])
        }
    }

    /// 202 also for a user who is not there. Without a body everything of the user ends.
    func revokeAccess(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let userID = try context.parameter("id")
        let asked = try await ManagementBody.parseOptional(request, RevokeAccessRequest.init)
        if asked.keepsRefreshTokens {
            try context.caller.require(anyOf: ["delete:sessions"])
        } else {
            try Revocation.requireBothScopes(context)
        }
        return try await revocation.end("Revoke a user's access", request, context) { _ in
            .success(asked.targets(userID: userID))
        }
    }
}

/// A session as the Management API shows it.
private enum SessionJSON {
    static func object(_ session: BrowserSession) -> JSONObject {
        let authenticated = JSON.string(session.authenticatedAt.description)
        return [
            "id": .string(session.id), "user_id": .string(session.userID), "created_at": authenticated,
            "updated_at": .string(session.lastUsedAt.description), "authenticated_at": authenticated,
            "idle_expires_at": .string(session.idleExpiresAt.description),
            "expires_at": .string(session.expiresAt.description),
            "last_interacted_at": .string(session.lastUsedAt.description),
            "device": .object(DeviceJSON.object(first: session.firstCaller, last: session.lastCaller)),
            "clients": .array(session.clientIDs.map { ["client_id": .string($0)] }),
            "authentication": ["methods": [["name": "sms", "timestamp": authenticated]]],
        ]
    }
}
