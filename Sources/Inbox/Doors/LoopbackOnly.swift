import HTTPTypes
import Hummingbird

/// Answers only requests that were sent to a loopback name.
///
/// A web page somewhere else may point its own name at 127.0.0.1 and then read this server as its own origin
/// (DNS rebinding). The `Host` header still tells the name the browser believes in, so any but ours is refused.
struct LoopbackOnly: RouterMiddleware {
    @concurrent func handle(
        _ request: Request, context: InboxContext, next: @concurrent (Request, InboxContext) async throws -> Response
    ) async throws -> Response {
        guard let authority = request.head.authority, Self.isLoopback(authority) else {
            throw InboxError(
                status: .forbidden, code: "host_not_allowed",
                message: "The inbox answers only when it is called localhost, 127.0.0.1 or [::1].")
        }
        return try await next(request, context)
    }

    /// Whether `host[:port]` names this machine in one of the three usual ways.
    static func isLoopback(_ authority: String) -> Bool {
        let lowercased = authority.lowercased()
        for name in ["localhost", "127.0.0.1", "[::1]"] where lowercased.hasPrefix(name) {
            let rest = lowercased.dropFirst(name.count)
            if rest.isEmpty { return true }
            return rest.first == ":" && rest.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
        }
        return false
    }
}
