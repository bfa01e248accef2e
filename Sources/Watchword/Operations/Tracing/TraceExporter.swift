import AsyncHTTPClient
import CoreMetrics
import Identity
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Synchronization

/// Carries spans to the operator's collector: OTLP over HTTP in JSON, a few times a minute at most one call after the other.
///
/// The endpoint is the operator's own setting, as trusted as the database's address: the egress rules for gateways, whose URLs come
/// over the Management API, do not apply to it.
struct TraceExporter: Service {
    let queue: SpanQueue
    let url: String
    let json: TraceJSON
    let logger: Logger
    let exported: Counter
    let failed: Counter
    var pace = Pace()

    /// How often, how much and how long.
    struct Pace: Sendable {
        var interval = Duration.seconds(2)
        /// About so many spans a call.
        var batch = 512
        var deadline = Duration.seconds(5)
        /// Pauses before another try, where the collector asked for one or could not be reached.
        var pauses: [Duration] = [.seconds(1), .seconds(5)]
        /// How long the end of the program waits for the last of them.
        var farewell = Duration.seconds(3)
    }

    /// The longest answer that is read.
    private static let answerLimit = 64 * 1_024

    /// Sends what gathers until the program ends, then once what is left.
    func run() async throws {
        let client = HTTPClient(configuration: configuration)
        let trouble = Trouble(logger: logger)
        while await rest(pace.interval) {
            while case let batch = queue.take(about: pace.batch), !batch.isEmpty {
                let problem = await send(batch, with: client, pauses: pace.pauses, deadline: pace.deadline)
                trouble.report(problem)
            }
        }
        let end = ContinuousClock.now + pace.farewell
        while ContinuousClock.now < end, case let batch = queue.take(about: pace.batch), !batch.isEmpty {
            let problem = await send(batch, with: client, pauses: [], deadline: pace.farewell)
            trouble.report(problem)
        }
        try? await client.shutdown()
    }

    /// Waits; false when the program ends meanwhile. What is being sent then is sent to its end.
    private func rest(_ time: Duration) async -> Bool {
        try? await cancelWhenGracefulShutdown { try await Task.sleep(for: time) }
        return !Task.isShuttingDownGracefully && !Task.isCancelled
    }

    /// Sends one batch and counts it; says why it was lost.
    private func send(
        _ batch: [FinishedTrace], with client: HTTPClient, pauses: [Duration], deadline: Duration
    ) async -> String? {
        let spans = batch.reduce(0) { $0 + $1.spans.count }
        let body = json.body(batch)
        var pauses = pauses[...]
        while true {
            let answer = await post(body, with: client, deadline: deadline)
            switch answer {
            case .taken(let rejected):
                exported.increment(by: max(0, spans - rejected))
                failed.increment(by: min(spans, rejected))
                return rejected > 0 ? "the collector rejected \(rejected) spans" : nil
            case .lost(let reason, let mayTryAgain):
                guard mayTryAgain, let pause = pauses.popFirst(), await rest(pause) else {
                    failed.increment(by: spans)
                    return reason
                }
            }
        }
    }

    private enum Answer {
        case taken(rejected: Int)
        case lost(String, mayTryAgain: Bool)
    }

    private func post(_ body: [UInt8], with client: HTTPClient, deadline: Duration) async -> Answer {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers = ["Content-Type": "application/json", "User-Agent": "Watchword"]
        request.body = .bytes(body)
        do {
            let response = try await client.execute(request, deadline: .now() + TimeAmount(deadline))
            let text = try await response.body.collect(upTo: TraceExporter.answerLimit)
            switch response.status.code {
            case 200..<300: return .taken(rejected: TraceExporter.rejected(Array(text.readableBytesView)))
            // Those that OTLP/HTTP calls retryable.
            case 429, 502, 503, 504: return .lost("status \(response.status.code)", mayTryAgain: true)
            default: return .lost("status \(response.status.code)", mayTryAgain: false)
            }
        } catch { return .lost("\(error)", mayTryAgain: true) }
    }

    /// `partialSuccess.rejectedSpans`, a 64-bit number and so perhaps a text.
    static func rejected(_ body: [UInt8]) -> Int {
        guard let part = (try? JSON.parse(body))?.object?["partialSuccess"]?.object, let value = part["rejectedSpans"]
        else { return 0 }
        return value.integer.map { Int($0) } ?? value.string.flatMap { Int($0) } ?? 0
    }

    private var configuration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(pace.deadline), read: TimeAmount(pace.deadline)), proxy: nil,
            decompression: .disabled)
        configuration.httpVersion = .http1Only
        configuration.tracing.tracer = nil
        return configuration
    }
}

/// Whether spans get lost just now: one line when it begins and one when it is over, not one a batch.
private final class Trouble: Sendable {
    private let logger: Logger
    private let isPresent = Atomic<Bool>(false)

    init(logger: Logger) { self.logger = logger }

    func report(_ problem: String?) {
        let before = isPresent.exchange(problem != nil, ordering: .relaxed)
        switch (problem, before) {
        case (let problem?, false):
            logger.warning("traces are lost: the collector did not take them", metadata: ["reason": "\(problem)"])
        case (nil, true): logger.notice("the collector takes traces again")
        default: break
        }
    }
}
