import NIOCore
import Synchronization

/// Counts what happens on all connections of a round while its window is open.
final class Meter: Sendable {
    /// What one window saw.
    struct Count: Sendable {
        var times = Times()
        /// What went wrong, and how often, in the window or outside.
        var failures: [String: Int] = [:]
        /// How long the window was open.
        var seconds = 0.0

        var operations: Int { times.count }
    }

    private struct State {
        var count = Count()
        var openedAt: NIODeadline?
        var isEnding = false
    }

    private let state = Mutex(State())

    func open() { state.withLock { $0.openedAt = .now() } }

    /// Ends the window and lets the connections finish what they are at.
    func close() -> Count {
        state.withLock { state in
            if let opened = state.openedAt { state.count.seconds = Double((.now() - opened).nanoseconds) / 1e9 }
            state.openedAt = nil
            state.isEnding = true
            return state.count
        }
    }

    /// What went wrong by now, after the connections ended too.
    var failures: [String: Int] { state.withLock { $0.count.failures } }

    /// Counts an operation; false when no further one shall begin.
    func finish(after time: TimeAmount) -> Bool {
        state.withLock { state in
            if state.openedAt != nil { state.count.times.add(Int(time.nanoseconds / 1_000)) }
            return !state.isEnding
        }
    }

    /// Counts a failure; false when no further operation shall begin.
    func fail(_ reason: String) -> Bool {
        state.withLock { state in
            state.count.failures[reason, default: 0] += 1
            return !state.isEnding
        }
    }
}
