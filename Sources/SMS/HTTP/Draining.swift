import AsyncHTTPClient
import NIOCore
import NIOPosix
import Synchronization

/// Answers whose heads said everything. Their bodies are read to the end, because a body that is left earlier takes its
/// connection with it, but no further than 16 KiB and for no longer than a second or two.
///
/// One timer watches over all of them: one for each would cost more than the reading.
final class Draining: Sendable {
    private static let limit = TimeAmount.seconds(1)

    private struct Reading {
        let since: NIODeadline
        var task: Task<Void, Never>?
    }

    private struct State {
        var readings: [Int: Reading] = [:]
        var lastID = 0
        var isWatched = false
    }

    private let state = Mutex(State())

    /// Reads the body without anyone waiting for it.
    func drain(_ body: HTTPClientResponse.Body) {
        let (id, isFirst) = state.withLock { state in
            state.lastID += 1
            state.readings[state.lastID] = Reading(since: .now())
            defer { state.isWatched = true }
            return (state.lastID, !state.isWatched)
        }
        let task = Task {
            await Self.readToEnd(body)
            state.withLock { $0.readings[id] = nil }
        }
        // Where it has ended already, there is no entry left to write to.
        state.withLock { $0.readings[id]?.task = task }
        if isFirst { watch() }
    }

    private static func readToEnd(_ body: HTTPClientResponse.Body) async {
        var length = 0
        do {
            for try await part in body {
                length += part.readableBytes
                guard length <= HTTPClientResponse.Body.longest else { return }
            }
        } catch {
            // The status was the answer, and the connection is gone.
        }
    }

    /// Comes back every second until nothing is being read.
    private func watch() {
        MultiThreadedEventLoopGroup.singleton.any().scheduleTask(in: Self.limit) {
            let (overdue, goesOn) = self.state.withLock { state in
                let limit = NIODeadline.now() - Self.limit
                state.isWatched = !state.readings.isEmpty
                return (state.readings.values.filter { $0.since <= limit }.compactMap(\.task), state.isWatched)
            }
            for task in overdue { task.cancel() }
            if goesOn { self.watch() }
        }
    }
}
