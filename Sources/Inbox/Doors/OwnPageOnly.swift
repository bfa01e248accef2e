import HTTPTypes
import Hummingbird

/// Keeps other web sites from changing anything here (cross-site request forgery).
///
/// A browser puts `Origin` on every request that may change something. Such a request must come from the inbox's own
/// page and carry JSON, which a foreign form cannot send. Programs such as curl send no `Origin` and need not care.
struct OwnPageOnly: RouterMiddleware {
    @concurrent func handle(
        _ request: Request, context: InboxContext, next: @concurrent (Request, InboxContext) async throws -> Response
    ) async throws -> Response {
        let changes = request.method != .get && request.method != .head
        if changes, let origin = request.headers[.origin] {
            guard origin.lowercased() == "http://\(request.head.authority ?? "")".lowercased() else {
                throw InboxError(
                    status: .forbidden, code: "origin_not_allowed",
                    message: "Only the inbox's own page may do this from a browser.")
            }
            try Self.requireJSON(request)
        }
        return try await next(request, context)
    }

    /// Throws 415 unless the request says that it carries JSON.
    static func requireJSON(_ request: Request) throws {
        let type = request.headers[.contentType]?.split(separator: ";").first ?? ""
        guard type.lowercased().filter({ $0 != " " }) == "application/json" else {
            throw InboxError(
                status: .unsupportedMediaType, code: "unsupported_media_type",
                message: "Send the header Content-Type: application/json.")
        }
    }
}
