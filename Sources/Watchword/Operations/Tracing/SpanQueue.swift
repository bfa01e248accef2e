import Synchronization

/// Spans on their way to the collector. It takes no more than it has room for: a collector that stands still costs traces, never
/// memory and never a login.
final class SpanQueue: Sendable {
    private struct State {
        var traces: [FinishedTrace] = []
        var spans = 0
        var dropped = 0
    }

    private let capacity: Int
    private let state = Mutex(State())

    /// - Parameter capacity: how many spans may wait.
    init(capacity: Int = 16_384) { self.capacity = capacity }

    /// How many spans wait.
    var waiting: Int { state.withLock { $0.spans } }
    /// How many were thrown away for want of room.
    var dropped: Int { state.withLock { $0.dropped } }

    func append(_ trace: FinishedTrace) {
        state.withLock { state in
            guard state.spans + trace.spans.count <= capacity else {
                state.dropped += trace.spans.count
                return
            }
            state.traces.append(trace)
            state.spans += trace.spans.count
        }
    }

    /// The oldest traces, whole ones, of about so many spans; none when nothing waits.
    func take(about limit: Int) -> [FinishedTrace] {
        state.withLock { state in
            var spans = 0
            var count = 0
            while count < state.traces.count, spans < limit {
                spans += state.traces[count].spans.count
                count += 1
            }
            let taken = Array(state.traces.prefix(count))
            state.traces.removeFirst(count)
            state.spans -= spans
            return taken
        }
    }
}
