import CoreMetrics
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Watchword

@Suite struct `The operations listener` {
    private let registry = MetricRegistry()

    private func answer(_ method: HTTPRequest.Method, _ path: String) async throws -> TestResponse {
        try await Application(router: OperationsListener.router(registry)).test(.router) { client in
            try await client.execute(uri: path, method: method)
        }
    }

    @Test func `answers a scrape with the metrics`() async throws {
        Counter(label: "watchword_store_commits_total", factory: registry).increment(by: 5)
        let answer = try await answer(.get, "/metrics")
        #expect(answer.status == .ok)
        #expect(answer.headers[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
        #expect(String(buffer: answer.body).contains("\nwatchword_store_commits_total 5\n"))
    }

    @Test func `says what the kernel knows of the process`() async throws {
        ProcessFigures.observe(in: registry)
        let text = String(buffer: try await answer(.get, "/metrics").body)
        for name in MetricCatalogue.program.map(\.name) where name.hasPrefix("process_") {
            let line = text.split(separator: "\n").first { $0.hasPrefix("\(name) ") }
            #expect((line?.split(separator: " ").last.flatMap { Double($0) } ?? 0) > 0, "\(name)")
        }
    }

    @Test(arguments: [
        (HTTPRequest.Method.get, "/"), (.post, "/metrics"), (.get, "/healthz"), (.get, "/api/v2/clients"),
    ])
    func `answers nothing else`(method: HTTPRequest.Method, path: String) async throws {
        #expect(try await answer(method, path).status == .notFound)
    }
}
