import HTTPTypes
import Hummingbird
import Synchronization

/// Whether this node wants requests: `/readyz` answers 503 from the moment a stop begins.
package final class Readiness: Sendable {
    private enum State {
        case starting
        case ready
        case stopping
    }

    private let state = Mutex(State.starting)

    package init() {}
    package var isReady: Bool { state.withLock { $0 == .ready } }
    /// The server listens. After a stop has begun, nothing makes it ready again.
    package func start() { state.withLock { if $0 == .starting { $0 = .ready } } }
    /// A stop has begun.
    package func stop() { state.withLock { $0 = .stopping } }
}

/// `/healthz`: the process answers. `/readyz`: it also wants work.
struct Health: Sendable {
    let readiness: Readiness

    func alive(_ request: Request, _ context: WebContext) -> Response { .text("ok\n") }
    func ready(_ request: Request, _ context: WebContext) -> Response {
        readiness.isReady ? .text("ready\n") : .text("not ready\n", status: .serviceUnavailable)
    }
}
