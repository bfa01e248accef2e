import HTTPTypes
import Hummingbird
import Identity

/// `/api/v2/users` (contract sections 6 and 8.6).
struct UsersResource: Sendable {
    let services: ManagementServices
    let createUser: CreateUser

    func list(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let query = try Query(request)
        let search = try UserSearch(query)
        let fields = try FieldSelection(query)
        let (users, total) = try await services.read { tx throws(StoreError) in try tx.users(search.query) }
        return .json(
            Paging.wrap(
                users.map { fields.apply(to: UserJSON.object($0)) }, as: "users", start: search.query.offset,
                limit: search.perPage, total: total, includesTotals: search.includesTotals, addsLength: true))
    }

    func get(_ request: Request, _ context: ManagementContext) async throws -> Response {
        try context.caller.requireMoreThanOwnUser("read:users", "read:user_idp_tokens")
        let fields = try FieldSelection(try Query(request))
        let id = try context.parameter("id")
        guard let user = try await services.read({ tx throws(StoreError) in try tx.user(id: id) }) else {
            throw ManagementError.noUser
        }
        return .json(fields.apply(to: UserJSON.object(user)))
    }

    func create(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let new = try await ManagementBody.parse(request, NewUser.init)
        let now = services.clock.now()
        let user = try await services.write("Create a User", request, context, changesConfiguration: false) {
            tx throws(StoreError) -> Result<User, ManagementError> in
            switch try createUser.create(new, in: tx, at: now) {
            case .created(let user): return .success(user)
            case .noConnection: return .failure(.connectionDoesNotExist)
            case .taken: return .failure(.userExists)
            }
        }
        return .json(.object(UserJSON.object(user)), status: .created)
    }

    /// `update:users_app_metadata` alone opens `app_metadata` alone.
    func patch(_ request: Request, _ context: ManagementContext) async throws -> Response {
        try context.caller.requireMoreThanOwnUser("update:users", "update:users_app_metadata")
        let patch = try await ManagementBody.parse(request, UserPatch.init)
        if !patch.changesOnlyAppMetadata { try context.caller.require(anyOf: ["update:users"]) }
        let id = try context.parameter("id")
        let now = services.clock.now()
        let user = try await services.write("Update a User", request, context, changesConfiguration: false) {
            tx throws(StoreError) -> Result<User, ManagementError> in
            switch try ChangeUser.change(id, by: patch, in: tx, at: now) {
            case .changed(let user): return .success(user)
            case .noUser: return .failure(.noUser)
            case .noConnection: return .failure(.connectionDoesNotExist)
            case .otherConnection:
                return .failure(ManagementError(.badRequest, "Connection is not supported for this operation"))
            case .taken: return .failure(.userExists)
            }
        }
        return .json(.object(UserJSON.object(user)))
    }

    /// 204 also for a user who is not there.
    func delete(_ request: Request, _ context: ManagementContext) async throws -> Response {
        try context.caller.requireMoreThanOwnUser("delete:users")
        let id = try context.parameter("id")
        let deleted = services.event(.userDeleted, "User successfully deleted", request, context)
        try await services.write("Delete a User", request, context, changesConfiguration: false) {
            tx throws(StoreError) -> Result<Void, ManagementError> in
            guard let user = try tx.user(id: id), try tx.deleteUser(id: id) else { return .success(()) }
            var event = deleted
            event.userID = user.id
            event.userName = user.name
            event.connection = user.connection
            event.connectionID = user.connectionID
            try tx.append(event)
            return .success(())
        }
        return Response(status: .noContent)
    }
}

extension ManagementError {
    fileprivate static let connectionDoesNotExist = ManagementError(
        .badRequest, "Connection does not exist", code: "inexistent_connection")
    fileprivate static let userExists = conflict("The user already exists.", code: "auth0_idp_error")
}

/// A user as the Management API shows them.
private enum UserJSON {
    static func object(_ user: User) -> JSONObject {
        var object: JSONObject = ["created_at": .string(user.createdAt.description)]
        object["identities"] = [
            [
                "connection": .string(user.connection), "user_id": .string(user.key), "provider": "sms",
                "isSocial": false,
            ]
        ]
        object["name"] = .string(user.name)
        object["phone_number"] = .string(user.phone.e164)
        object["phone_verified"] = .bool(user.phoneIsVerified)
        object["updated_at"] = .string(user.updatedAt.description)
        object["user_id"] = .string(user.id)
        object = object.filled(from: user.properties)
        object["last_ip"] = user.lastIP.map { .string($0) }
        object["last_login"] = user.lastLogin.map { .string($0.description) }
        if user.loginsCount > 0 { object["logins_count"] = .int(user.loginsCount) }
        if user.isBlocked { object["blocked"] = true }
        return object
    }
}
