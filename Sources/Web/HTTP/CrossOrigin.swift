import HTTPTypes
import Hummingbird
import Identity

/// Which pages of other origins may call (contract sections 2 and 4; the Fetch standard's CORS).
enum CrossOrigin {
    /// Whether the request comes from a page of an origin that may not call; then the answer is a plain 403.
    static func refusal(_ request: Request, allowed: (String) -> Bool) -> Response? {
        guard let origin = request.headers[.origin], !allowed(origin.lowercased()) else { return nil }
        return forbidden(request)
    }

    /// The plain 403 to a page that may not call.
    static func forbidden(_ request: Request) -> Response {
        let origin = (request.headers[.origin] ?? "null").prefix(256).filter { $0.isASCII && !$0.isNewline }
        return .text("Origin \(origin) is not allowed.", status: .forbidden)
    }

    /// The answer that the page may read and whose cookies its browser keeps, if its origin may.
    static func openWithCookies(_ response: Response, to request: Request, allowed: (String) -> Bool) -> Response {
        guard let origin = request.headers[.origin], allowed(origin.lowercased()) else { return response }
        var answer = open(response, to: request)
        answer.headers[.accessControlAllowCredentials] = "true"
        return answer
    }

    /// The answer with the headers that let the page read it, if its origin may.
    static func open(_ response: Response, to request: Request, allowed: (String) -> Bool) -> Response {
        guard let origin = request.headers[.origin], allowed(origin.lowercased()) else { return response }
        return open(response, to: request)
    }

    /// The answer with the headers that let the page read it.
    static func open(_ response: Response, to request: Request) -> Response {
        guard let origin = request.headers[.origin] else { return response }
        var answer = response
        answer.headers[.accessControlAllowOrigin] = origin
        answer.headers[.vary] = "Origin"
        answer.headers[.accessControlExposeHeaders] =
            "x-request-id, x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset, retry-after"
        return answer
    }

    /// The answer that any page may read: there is nothing in it that is not public.
    static func openToAll(_ response: Response) -> Response {
        var answer = response
        answer.headers[.accessControlAllowOrigin] = "*"
        return answer
    }

    /// The answer to a preflight.
    static func preflight(
        _ request: Request, methods: String, withCookies: Bool = false, allowed: (String) -> Bool
    ) -> Response {
        if let refusal = refusal(request, allowed: allowed) { return refusal }
        let empty = Response(status: .noContent)
        let answer = withCookies ? openWithCookies(empty, to: request, allowed: allowed) : open(empty, to: request)
        return naming(methods, in: answer)
    }

    /// The answer to a preflight for what any page may read.
    static func openPreflight() -> Response { naming("GET", in: openToAll(Response(status: .noContent))) }

    private static func naming(_ methods: String, in response: Response) -> Response {
        var answer = response
        answer.headers[.accessControlAllowMethods] = methods
        answer.headers[.accessControlAllowHeaders] =
            "authorization, content-type, auth0-client, dpop, x-request-language"
        answer.headers[.accessControlMaxAge] = "600"
        return answer
    }
}
