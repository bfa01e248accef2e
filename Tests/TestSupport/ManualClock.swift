import Identity
import Synchronization

/// A wall clock that stands still until it is told to move.
package final class ManualClock: WallClock {
    private let time: Mutex<Timestamp>

    /// 2025-06-15T12:00:00Z: where clocks start unless told otherwise.
    package static let start = Timestamp(seconds: 1_749_988_800)

    package init(_ time: Timestamp = ManualClock.start) { self.time = Mutex(time) }

    package func now() -> Timestamp { time.withLock { $0 } }

    /// Moves the clock forward.
    package func advance(by duration: Duration) { time.withLock { $0 = $0 + duration } }

    /// Moves the clock to a moment, also back.
    package func set(to time: Timestamp) { self.time.withLock { $0 = time } }
}
