import HTTPTypes
import Hummingbird
import Synchronization

/// Whether this node wants requests: `/readyz` answers 503 from the moment a stop begins.
package final class Readiness: Sendable {
    private let isReadyNow = Mutex(false)

    package init() {}
    package var isReady: Bool { isReadyNow.withLock { $0 } }
    package func set(_ isReady: Bool) { isReadyNow.withLock { $0 = isReady } }
}

/// `/healthz`: the process answers. `/readyz`: it also wants work.
struct Health: Sendable {
    let readiness: Readiness

    func alive(_ request: Request, _ context: WebContext) -> Response { .text("ok\n") }
    func ready(_ request: Request, _ context: WebContext) -> Response {
        readiness.isReady ? .text("ready\n") : .text("not ready\n", status: .serviceUnavailable)
    }
}
