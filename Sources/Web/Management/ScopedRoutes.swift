import HTTPTypes
import Hummingbird
import Identity

/// Management routes: none can be declared without the scopes that open it.
struct ScopedRoutes {
    let group: RouterGroup<ManagementContext>

    typealias Handler = @Sendable (Request, ManagementContext) async throws -> Response

    func get(_ path: RouterPath, _ scopes: String..., use handler: @escaping Handler) {
        on(path, .get, scopes, handler)
    }
    func post(_ path: RouterPath, _ scopes: String..., use handler: @escaping Handler) {
        on(path, .post, scopes, handler)
    }
    func patch(_ path: RouterPath, _ scopes: String..., use handler: @escaping Handler) {
        on(path, .patch, scopes, handler)
    }
    func put(_ path: RouterPath, _ scopes: String..., use handler: @escaping Handler) {
        on(path, .put, scopes, handler)
    }
    func delete(_ path: RouterPath, _ scopes: String..., use handler: @escaping Handler) {
        on(path, .delete, scopes, handler)
    }

    private func on(
        _ path: RouterPath, _ method: HTTPRequest.Method, _ scopes: [String], _ handler: @escaping Handler
    ) {
        group.on(path, method: method) { request, context in
            try context.caller.require(anyOf: scopes)
            return try await handler(request, context)
        }
    }
}

extension ManagementCaller {
    func holds(_ scope: String) -> Bool { scopes.contains(scope) }

    /// Refuses a caller without any of the scopes; the refusal names them.
    func require(anyOf needed: [String]) throws(ManagementError) {
        guard needed.contains(where: scopes.contains) else { throw .insufficientScope(needed) }
    }

    /// Refuses a caller whose scope for the route is one that only acts on one's own user.
    func requireMoreThanOwnUser(_ needed: String...) throws(ManagementError) {
        guard needed.contains(where: scopes.contains) else { throw .notOwnUser }
    }
}

extension ManagementContext {
    /// A path parameter, percent-decoded, at most 700 characters.
    func parameter(_ name: String) throws -> String {
        guard let value = parameters.get(name), value.utf8.count <= 2_100,
            let text = try? FormBody.decode(Array(value.replacing("+", with: "%2B").utf8)[...]), text.count <= 700
        else { throw ManagementError.path("Object didn't pass validation for format \(name)") }
        return text
    }
}
