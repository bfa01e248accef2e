import CoreMetrics
import HTTPTypes
import Synchronization

/// Rate, errors and duration of requests, by route pattern. Handles are made once a combination and found by one look-up; nothing
/// that a caller chooses becomes a label.
package final class RequestMetrics: Sendable {
    private struct Key: Hashable {
        let route: String
        let method: HTTPRequest.Method
        let status: Int
    }

    private struct Handles: Sendable {
        let count: Counter
        let duration: Timer
    }

    private let factory: any MetricsFactory
    private let inFlight: Meter
    private let handles = Mutex<[Key: Handles]>([:])

    package init(_ factory: any MetricsFactory) {
        self.factory = factory
        inFlight = Meter(label: "watchword_http_requests_in_flight", factory: factory)
    }

    func begin() { inFlight.increment() }

    /// Counts an answer. The route is the pattern that was registered, nil where none matched.
    func end(route: String?, method: HTTPRequest.Method, status: Int, after duration: Duration) {
        inFlight.decrement()
        let key = Key(
            route: route ?? "none", method: route == nil ? RequestMetrics.anyMethod : method, status: status)
        let handles = handles.withLock { known in
            if let found = known[key] { return found }
            let made = make(key)
            known[key] = made
            return made
        }
        handles.count.increment()
        handles.duration.recordNanoseconds(duration.nanoseconds)
    }

    private func make(_ key: Key) -> Handles {
        let (method, route) = (("method", key.method.rawValue), ("route", key.route))
        return Handles(
            count: Counter(
                label: "watchword_http_requests_total", dimensions: [method, route, ("status", "\(key.status)")],
                factory: factory),
            duration: Timer(
                label: "watchword_http_request_duration_seconds", dimensions: [method, route], factory: factory))
    }

    /// Where no route matched, the method is whatever a stranger wrote.
    private static let anyMethod = HTTPRequest.Method("any") ?? .get
}

extension Duration {
    fileprivate var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }
}
