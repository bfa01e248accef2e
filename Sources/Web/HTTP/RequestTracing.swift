import HTTPTypes
import Hummingbird
import Tracing

/// The trace that a request belongs to, if any: its own, or the one that its caller names in `traceparent` (W3C Trace Context).
package struct RequestTracing: Sendable {
    private let tracer: any Tracer
    /// Without spans, a caller's trace is passed on and written to the log, and that is all.
    private let makesSpans: Bool

    package init(tracer: any Tracer, makesSpans: Bool) {
        self.tracer = tracer
        self.makesSpans = makesSpans
    }

    /// What holds while one request is answered; nil for a request that concerns no trace, which costs one look at its headers.
    func begin(_ request: Request) -> Request.Trace? {
        let isInTrace = request.headers[.traceParent] != nil
        guard makesSpans || isInTrace else { return nil }
        var context = InstrumentationContext.topLevel
        if isInTrace { tracer.extract(request.headers, into: &context, using: HeaderExtractor()) }
        guard makesSpans else { return Request.Trace(context: context, span: nil) }
        let span: any Span = tracer.startSpan("\(request.method)", context: context, ofKind: .server)
        return Request.Trace(context: span.context, span: span)
    }

    private struct HeaderExtractor: Extractor {
        func extract(key: String, from headers: HTTPFields) -> String? {
            HTTPField.Name(key).flatMap { headers[$0] }
        }
    }
}

extension Request {
    /// One request's part of a trace.
    struct Trace: Sendable {
        let context: InstrumentationContext
        fileprivate let span: (any Span)?

        /// Names and ends the span. Its attributes are the route's pattern and no more: paths and queries hold codes, numbers
        /// and states.
        func end(_ request: Request, route: String?, status: HTTPResponse.Status, id: String) {
            guard let span else { return }
            let method = route == nil ? "any" : request.method.rawValue
            span.operationName = "\(method) \(route ?? "none")"
            span.updateAttributes { attributes in
                attributes["http.request.method"] = method
                attributes["http.route"] = route
                attributes["http.response.status_code"] = Int(status.code)
                attributes["watchword.request_id"] = id
            }
            if status.code >= 500 { span.setStatus(SpanStatus(code: .error)) }
            span.end()
        }
    }
}
