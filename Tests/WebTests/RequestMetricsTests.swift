import CoreMetrics
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing
import Web

@Suite struct `The metrics of requests` {
    private let recorded = RecordedLabels()

    /// Requests one after the other to a router whose metrics go to the record.
    private func send(_ requests: (HTTPRequest.Method, String)...) async throws {
        var services = try await TestServer.start().services
        services.metrics = RequestMetrics(recorded)
        let application = Application(router: try Routes.router(services), logger: .quiet)
        try await application.test(.router) { client in
            for (method, path) in requests { _ = try await client.execute(uri: path, method: method) }
        }
    }

    private func dimensions(of label: String) -> [[String: String]] {
        recorded.all.filter { $0.label == label }.map { Dictionary(uniqueKeysWithValues: $0.dimensions) }
    }

    @Test func `name the pattern of a route, never a path`() async throws {
        try await send((.get, "/client/abc123.js"), (.get, "/client/somebody-else.js"))
        #expect(
            dimensions(of: "watchword_http_requests_total")
                == [["method": "GET", "route": "/client/{file}", "status": "404"]])
    }

    @Test func `know one label for all paths that lead nowhere, whatever the method`() async throws {
        try await send((.get, "/+15551234567"), (.post, "/../etc"), (HTTPRequest.Method("BREW") ?? .get, "/coffee"))
        #expect(
            dimensions(of: "watchword_http_requests_total")
                == [["method": "any", "route": "none", "status": "404"]])
    }

    @Test func `tell the answers of a route apart`() async throws {
        try await send((.get, "/healthz"), (.post, "/oauth/token"))
        #expect(Set(dimensions(of: "watchword_http_requests_total").compactMap { $0["status"] }) == ["200", "400"])
    }

    @Test func `time a route whatever it answers`() async throws {
        try await send((.post, "/oauth/token"))
        #expect(
            dimensions(of: "watchword_http_request_duration_seconds")
                == [["method": "POST", "route": "/oauth/token"]])
    }
}

/// A backend that only remembers what was made.
private final class RecordedLabels: MetricsFactory {
    struct Made: Sendable {
        let label: String
        let dimensions: [(String, String)]
    }
    private let made = Mutex<[Made]>([])
    var all: [Made] { made.withLock { $0 } }

    private func note(_ label: String, _ dimensions: [(String, String)]) -> NOOPMetricsHandler {
        made.withLock { $0.append(Made(label: label, dimensions: dimensions)) }
        return NOOPMetricsHandler.instance
    }
    func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler { note(label, dimensions) }
    func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler { note(label, dimensions) }
    func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler { note(label, dimensions) }
    func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
        note(label, dimensions)
    }
    func destroyCounter(_ handler: any CounterHandler) {}
    func destroyMeter(_ handler: any MeterHandler) {}
    func destroyRecorder(_ handler: any RecorderHandler) {}
    func destroyTimer(_ handler: any TimerHandler) {}
}
