import Hummingbird
import Identity

/// How the Management API ends sessions and refresh tokens: 202, and the work is done by then.
struct Revocation: Sendable {
    private let services: ManagementServices
    private let access: RevokeAccess

    init(services: ManagementServices) {
        self.services = services
        access = RevokeAccess(store: services.store, clock: services.clock)
    }

    /// Decides and ends the first slice in the transaction that leaves the trace; the rest, which few users have, after it.
    func end(
        _ description: String, _ request: Request, _ context: ManagementContext,
        _ decide:
            @escaping @Sendable (any StoreTransaction) throws(StoreError) -> Result<
                [RevokeAccess.Target], ManagementError
            >
    ) async throws -> Response {
        let now = services.clock.now()
        let left = try await services.write(description, request, context, changesConfiguration: false) {
            tx throws(StoreError) -> Result<[RevokeAccess.Target], ManagementError> in
            switch try decide(tx) {
            case .failure(let error): return .failure(error)
            case .success(let targets):
                return .success(try RevokeAccess.endSlice(of: targets, in: tx, at: now) ? [] : targets)
            }
        }
        if !left.isEmpty { try await access.finish(left) }
        return Response(status: .accepted)
    }

    /// Refuses a caller who may not end both sessions and refresh tokens.
    static func requireBothScopes(_ context: ManagementContext) throws(ManagementError) {
        let scopes = ["delete:sessions", "delete:refresh_tokens"]
        guard scopes.allSatisfy(context.caller.holds) else { throw .insufficientScope(scopes) }
    }
}

/// `device` of sessions and refresh tokens.
enum DeviceJSON {
    static func object(first: SessionCaller, last: SessionCaller) -> JSONObject {
        var object: JSONObject = ["initial_ip": .string(first.ip), "last_ip": .string(last.ip)]
        object["initial_user_agent"] = first.userAgent.map { .string($0) }
        object["last_user_agent"] = last.userAgent.map { .string($0) }
        return object
    }
}

extension ManagementError {
    static let noSession = ManagementError(.notFound, "The session does not exist", code: "inexistent_session")
    static let noRefreshToken = ManagementError(
        .notFound, "The refresh token does not exist", code: "inexistent_refresh_token")
}
