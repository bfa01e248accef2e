import AsyncHTTPClient
import Foundation
import Identity
import NIOCore
import NIOHTTP1

/// One call over HTTP as `curl` would make it, and its answer.
struct Exchange: Sendable {
    let method: String
    let url: String
    let headers: [(name: String, value: String)]
    let body: JSON?
    let status: Int
    let answerHeaders: [(name: String, value: String)]
    let answer: JSON?
}

/// Calls over real HTTP, each shown to whoever watches.
struct WalkHTTP: Sendable {
    let client: HTTPClient
    let watch: @Sendable (Exchange) -> Void

    /// Makes one call; the answer's body is read as JSON where it is some.
    func call(
        _ method: String, _ url: String, token: String? = nil, headers: [(name: String, value: String)] = [],
        body: JSON? = nil
    ) async throws -> Exchange {
        var request = HTTPClientRequest(url: url)
        request.method = .init(rawValue: method)
        request.headers.add(name: "User-Agent", value: "watchword-tour")
        var sent = headers
        if let token { sent.append(("Authorization", "Bearer \(token)")) }
        if body != nil { sent.append(("Content-Type", "application/json")) }
        for (name, value) in sent { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(ByteBuffer(bytes: body.serialized())) }
        let response = try await client.execute(request, timeout: .seconds(60))
        let bytes = try await response.body.collect(upTo: 4 * 1_024 * 1_024)
        let exchange = Exchange(
            method: method, url: url, headers: sent, body: body, status: Int(response.status.code),
            answerHeaders: response.headers.map { ($0.name, $0.value) },
            answer: try? JSON.parse(bytes.readableBytesView))
        watch(exchange)
        return exchange
    }
}

/// A step that did not hold: what was expected and what came.
struct WalkFailure: Error, CustomStringConvertible {
    let description: String
}

extension Exchange {
    /// The answer, if the status is the expected one.
    func expecting(_ expected: Int) throws -> JSON {
        guard status == expected else {
            throw WalkFailure(
                description: "\(method) \(url) answered \(status) instead of \(expected): \(answer?.text ?? "no JSON")")
        }
        return answer ?? .null
    }
}

extension JSON {
    /// A member that must be text.
    func text(_ name: String) throws -> String {
        guard let value = object?[name]?.string else {
            throw WalkFailure(description: "the answer has no \(name): \(text)")
        }
        return value
    }
}
