import HTTPTypes
import Hummingbird
import Identity
import NIOCore

extension HTTPField.Name {
    static let requestID = HTTPField.Name(unchecked: "x-request-id")
    static let link = HTTPField.Name(unchecked: "link")
    static let retryAfter = HTTPField.Name(unchecked: "retry-after")
    static let rateLimitLimit = HTTPField.Name(unchecked: "x-ratelimit-limit")
    static let rateLimitRemaining = HTTPField.Name(unchecked: "x-ratelimit-remaining")
    static let rateLimitReset = HTTPField.Name(unchecked: "x-ratelimit-reset")
    static let forwardedFor = HTTPField.Name(unchecked: "x-forwarded-for")
    static let auth0ForwardedFor = HTTPField.Name(unchecked: "auth0-forwarded-for")
    static let dpop = HTTPField.Name(unchecked: "dpop")
    static let traceParent = HTTPField.Name(unchecked: "traceparent")
    static let requestLanguage = HTTPField.Name(unchecked: "x-request-language")
}

extension HTTPField.Name {
    /// A name that is known to be valid.
    fileprivate init(unchecked name: String) {
        guard let name = HTTPField.Name(name) else { preconditionFailure("a header name in this file is not valid") }
        self = name
    }
}

extension Response {
    /// A JSON answer in UTF-8.
    static func json(_ value: JSON, status: HTTPResponse.Status = .ok) -> Response {
        .json(text: value.serialized(), status: status)
    }

    /// A JSON answer whose text is at hand.
    static func json(text: [UInt8], status: HTTPResponse.Status = .ok) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = "application/json; charset=utf-8"
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: text)))
    }

    /// A plain text answer.
    static func text(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = "text/plain; charset=utf-8"
        headers[.xContentTypeOptions] = "nosniff"
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// The same answer, not to be kept by anyone (RFC 6749 section 5.1).
    func notStored() -> Response {
        var answer = self
        answer.headers[.cacheControl] = "no-store"
        return answer
    }

    /// The same answer with the headers of contract section 2.
    func with(_ limit: RateLimit?) -> Response {
        guard let limit else { return self }
        var answer = self
        answer.headers[.rateLimitLimit] = String(limit.limit)
        answer.headers[.rateLimitRemaining] = String(limit.remaining)
        answer.headers[.rateLimitReset] = String(limit.resetsAt.seconds)
        return answer
    }

    /// The same answer with `Retry-After`, in whole seconds, at least one.
    func retry(after wait: Duration?) -> Response {
        guard let wait else { return self }
        var answer = self
        answer.headers[.retryAfter] = String(max(1, wait.secondsRoundedUp))
        return answer
    }
}
