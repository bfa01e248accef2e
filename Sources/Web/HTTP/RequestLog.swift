import HTTPTypes
import Hummingbird
import Identity
import Logging
import Tracing

/// The outermost layer: gives the request its id, turns whatever error is left into an answer, writes the request's one line, and
/// measures it.
struct RequestLog: RouterMiddleware {
    let metrics: RequestMetrics?
    let tracing: RequestTracing?

    func handle(
        _ request: Request, context: WebContext, next: @concurrent (Request, WebContext) async throws -> Response
    ) async throws -> Response {
        guard let trace = tracing?.begin(request) else { return await answer(request, context, next) }
        return await InstrumentationContext.withValue(trace.context) {
            let response = await answer(request, context, next)
            trace.end(request, route: context.route, status: response.status, id: context.id)
            return response
        }
    }

    private func answer(
        _ request: Request, _ context: WebContext, _ next: @concurrent (Request, WebContext) async throws -> Response
    ) async -> Response {
        let start = ContinuousClock.now
        metrics?.begin()
        var response: Response
        do { response = try await next(request, context) } catch {
            response = RequestLog.answer(to: error, request: request, context: context)
        }
        response.headers[.requestID] = context.id
        let elapsed = start.duration(to: .now)
        metrics?.end(
            route: context.route, method: request.method, status: Int(response.status.code), after: elapsed)
        let level = RequestLog.level(of: response.status, isQuiet: context.isQuiet)
        if context.logger.logLevel <= level {
            let elapsed = elapsed.inMicroseconds
            context.logger.log(
                level: level, "request",
                metadata: [
                    "method": "\(request.method)", "route": "\(context.endpointPath ?? "-")",
                    "status": "\(response.status.code)", "ms": "\(elapsed / 1_000).\(elapsed / 100 % 10)",
                    "bytes": "\(response.body.contentLength ?? 0)",
                ])
        }
        return response
    }

    /// A 503 says that there is too much to do, which is no fault of the program's.
    private static func level(of status: HTTPResponse.Status, isQuiet: Bool) -> Logger.Level {
        switch status.code {
        case 503: .warning
        case 500...: .error
        default: isQuiet ? .debug : .info
        }
    }

    /// The answer to an error that nobody below turned into one. Its text is the log's alone.
    private static func answer(to error: any Error, request: Request, context: WebContext) -> Response {
        let isManagement = request.uri.path.hasPrefix("/api/v2")
        switch error {
        case let error as OAuthError: return error.response
        case let error as ManagementError: return error.response
        case let error as StoreError:
            context.logger.error("the store failed", metadata: ["error": "\(error)"])
            return isManagement ? ManagementError(error).response : OAuthError(error).response
        case let error as any HTTPResponseError where error.status == .notFound:
            if isManagement { return ManagementError.notFound.response }
            guard let methods = Routes.methods(of: request.uri.path) else { return OAuthError.notFound.response }
            var answer = OAuthError.methodNotAllowed.response
            answer.headers[.allow] = methods
            return answer
        case let error as any HTTPResponseError where error.status.code < 500:
            let text = error.status.reasonPhrase
            return isManagement
                ? ManagementError(error.status, text).response
                : OAuthError(error.status, "invalid_request", text).response
        default:
            context.logger.error("a request failed", metadata: ["error": "\(error)"])
            return isManagement ? ManagementError(.failed("")).response : OAuthError.broken.response
        }
    }
}

extension WebContext {
    /// The pattern of the route that matched; nil where none did.
    fileprivate var route: String? {
        endpointPath.flatMap { $0.utf8.first == UInt8(ascii: "/") ? $0 : nil }
    }

    /// Requests that monitors make all day.
    fileprivate var isQuiet: Bool { endpointPath == "/healthz" || endpointPath == "/readyz" }
}
