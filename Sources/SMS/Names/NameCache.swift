import Identity
import NIOCore
import NIOPosix
import Synchronization

/// The addresses of names, remembered for half a minute. Whoever asks for a name that is being looked up waits for that
/// answer, each only until its own deadline.
final class NameCache: Sendable {
    /// How long an answer counts. Every use of it is judged again, so a short memory costs security nothing.
    private static let lifetime = Duration.seconds(30)
    /// With so many names, those that are not being looked up are forgotten.
    private static let nameLimit = 256

    private enum Entry {
        case known([IPAddress], at: Timestamp)
        case beingLookedUp([Waiter])
    }

    private let resolver: any Resolver
    private let clock: any WallClock
    private let entries = Mutex<[String: Entry]>([:])

    init(resolver: any Resolver, clock: any WallClock) {
        self.resolver = resolver
        self.clock = clock
    }

    /// All addresses of the name, in the resolver's order.
    func addresses(of name: String, before deadline: NIODeadline) async throws(CallFailure) -> [IPAddress] {
        let now = clock.now()
        if case .known(let addresses, let time) = entries.withLock({ $0[name] }), Self.isFresh(time, at: now) {
            return addresses
        }
        let answer = await withCheckedContinuation { continuation in
            let waiter = Waiter(continuation)
            if join(waiter, waitingFor: name) {
                Task { finish(name, with: await lookUp(name)) }
            }
            waiter.giveUp(at: deadline)
        }
        return try answer.get()
    }

    /// A clock that was set back makes an answer look younger than it is; then it does not count.
    private static func isFresh(_ time: Timestamp, at now: Timestamp) -> Bool {
        time <= now && now - time < lifetime
    }

    /// True for the first, who has to start the look-up.
    private func join(_ waiter: Waiter, waitingFor name: String) -> Bool {
        entries.withLock { entries in
            if case .beingLookedUp(let others) = entries[name] {
                entries[name] = .beingLookedUp(others + [waiter])
                return false
            }
            if entries.count >= Self.nameLimit {
                entries = entries.filter { if case .beingLookedUp = $0.value { true } else { false } }
            }
            entries[name] = .beingLookedUp([waiter])
            return true
        }
    }

    private func lookUp(_ name: String) async -> Result<[IPAddress], CallFailure> {
        do {
            return .success(try await resolver.addresses(of: name))
        } catch {
            return .failure(.unresolved(code: error.code))
        }
    }

    private func finish(_ name: String, with answer: Result<[IPAddress], CallFailure>) {
        let now = clock.now()
        let waiters = entries.withLock { entries -> [Waiter] in
            guard case .beingLookedUp(let waiters) = entries[name] else { return [] }
            entries[name] = (try? answer.get()).map { .known($0, at: now) }
            return waiters
        }
        for waiter in waiters { waiter.resume(with: answer) }
    }
}

/// One call that waits for a name.
private final class Waiter: Sendable {
    typealias Answer = Result<[IPAddress], CallFailure>

    private struct State {
        var continuation: CheckedContinuation<Answer, Never>?
        var alarm: Scheduled<Void>?
    }

    private let state: Mutex<State>

    init(_ continuation: CheckedContinuation<Answer, Never>) {
        state = Mutex(State(continuation: continuation))
    }

    /// Ends the waiting at the deadline, whatever the resolver does.
    func giveUp(at deadline: NIODeadline) {
        let alarm = MultiThreadedEventLoopGroup.singleton.any().scheduleTask(deadline: deadline) {
            self.resume(with: .failure(.slowResolver))
        }
        let isOver = state.withLock { state in
            state.alarm = alarm
            return state.continuation == nil
        }
        if isOver { alarm.cancel() }
    }

    func resume(with answer: Answer) {
        let (continuation, alarm) = state.withLock { ($0.continuation.take(), $0.alarm.take()) }
        alarm?.cancel()
        continuation?.resume(returning: answer)
    }
}
