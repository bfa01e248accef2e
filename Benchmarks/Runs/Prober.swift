import Foundation
import Synchronization

/// Looks every 10 ms, from a thread of its own, how long other routes take while the server is busy.
final class Prober: Sendable {
    private struct State {
        var times = Times()
        var failures = 0
        var isStopping = false
    }

    private let state = Mutex(State())

    /// - Parameter paths: asked for in turn; none means that nothing is looked at.
    init(port: Int, paths: [String]) {
        guard !paths.isEmpty else { return }
        Thread { [self] in
            let client = BlockingClient(port: port)
            for turn in 0... {
                let start = ContinuousClock.now
                let status = client.get(paths[turn % paths.count])
                let time = ContinuousClock.now - start
                let isStopping = state.withLock { state in
                    if status == 200 { state.times.add(time.inWholeMicroseconds) } else { state.failures += 1 }
                    return state.isStopping
                }
                guard !isStopping else { return }
                usleep(10_000)
            }
        }.start()
    }

    func stop() { state.withLock { $0.isStopping = true } }

    /// The times of the answers with 200, and how many others there were.
    var seen: (Times, failures: Int) { state.withLock { ($0.times, $0.failures) } }
}

extension Duration {
    /// Rounded down.
    fileprivate var inWholeMicroseconds: Int {
        Int(components.seconds) * 1_000_000 + Int(components.attoseconds / 1_000_000_000_000)
    }

    /// In seconds.
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
