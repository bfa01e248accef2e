import Dispatch
import Foundation
import Identity
import Synchronization

/// Work for a thread that owns a connection. It is run, again where its transaction could not be kept, and settled exactly once.
protocol StorageJob: AnyObject, Sendable {
    /// Whether someone waits for it.
    var isAwaited: Bool { get }
    /// Runs the work and keeps its result; false when the work threw.
    func run(on connection: any SQLConnection) -> Bool
    /// Tells whoever waits: the kept result, or the reason why there is none.
    func settle(_ failure: StoreError?)
}

/// What waits for one or several threads: bounded in number and in age, first come, first served.
final class JobQueue: Sendable {
    /// A job, and when it came.
    private struct Entry {
        let job: any StorageJob
        let since: ContinuousClock.Instant
    }

    private struct State {
        /// Jobs from `head` on wait; those before it were taken and are nil.
        var entries: [Entry?] = []
        var head = 0
        /// How many of those that wait are awaited by someone.
        var awaited = 0
        var parked = 0
        var working = 0
        var isClosed = false
        var atEnd: [CheckedContinuation<Void, Never>] = []

        var waiting: Int { entries.count - head }
    }

    private let state = Mutex(State())
    private let wake = DispatchSemaphore(value: 0)
    private let capacity: Int
    private let age: Duration
    private let now: @Sendable () -> ContinuousClock.Instant

    /// How long jobs that nobody waits for may wait for one that somebody does, to share its flush of the disk.
    private static let patience = DispatchTimeInterval.milliseconds(20)
    /// So many of them do not wait any longer.
    private static let crowd = 256

    /// A queue of at most so many jobs, the oldest of which has waited at most so long by the clock.
    init(capacity: Int, age: Duration, now: @escaping @Sendable () -> ContinuousClock.Instant) {
        self.capacity = capacity
        self.age = age
        self.now = now
    }

    /// How many jobs nobody has taken yet.
    var waiting: Int { state.withLock { $0.waiting } }

    /// Puts a job at the end, or settles it at once with `.overloaded` or `.closed`.
    func submit(_ job: any StorageJob) {
        let since = now()
        let (refusal, wakes): (StoreError?, Bool) = state.withLock { state in
            if state.isClosed { return (.closed, false) }
            if state.waiting >= capacity { return (.overloaded, false) }
            if state.head < state.entries.count, let oldest = state.entries[state.head], since - oldest.since > age {
                return (.overloaded, false)
            }
            state.entries.append(Entry(job: job, since: since))
            if job.isAwaited { state.awaited += 1 }
            // The first that nobody waits for wakes a thread too, which then has patience with it.
            guard state.parked > 0, job.isAwaited || state.waiting == 1 || state.waiting >= Self.crowd else {
                return (nil, false)
            }
            state.parked -= 1
            return (nil, true)
        }
        if wakes { wake.signal() }
        if let refusal { job.settle(refusal) }
    }

    /// Starts a thread that calls the closure once; the closure takes jobs until there are none any more.
    func startThread(named name: String, _ work: @escaping @Sendable () -> Void) {
        state.withLock { $0.working += 1 }
        let thread = Thread { [self] in
            // A name that was given before the start does not reach the kernel, and one of more than 15 bytes neither.
            Thread.current.name = String(name.prefix(15))
            work()
            let atEnd = state.withLock { state in
                state.working -= 1
                guard state.working == 0 else { return [CheckedContinuation<Void, Never>]() }
                defer { state.atEnd = [] }
                return state.atEnd
            }
            for waiter in atEnd { waiter.resume() }
        }
        thread.start()
    }

    /// The jobs that wait, at most so many; blocks while there are none, and answers none only when the queue is closed.
    func take(atMost limit: Int) -> [any StorageJob] {
        var hasWaited = false
        while true {
            let (jobs, next) = state.withLock { state -> ([any StorageJob], Next) in
                let end = min(state.head + limit, state.entries.count)
                guard state.head < end else {
                    if state.isClosed { return ([], .end) }
                    state.parked += 1
                    return ([], .wait)
                }
                if state.awaited == 0, state.waiting < Self.crowd, !hasWaited, !state.isClosed {
                    state.parked += 1
                    return ([], .waitALittle)
                }
                var jobs: [any StorageJob] = []
                jobs.reserveCapacity(end - state.head)
                for index in state.head..<end {
                    guard let entry = state.entries[index].take() else { continue }
                    jobs.append(entry.job)
                    if entry.job.isAwaited { state.awaited -= 1 }
                }
                state.head = end
                if state.head == state.entries.count || state.head > 4_096 {
                    state.entries.removeFirst(state.head)
                    state.head = 0
                }
                return (jobs, .work)
            }
            switch next {
            case .work, .end: return jobs
            case .wait: wake.wait()
            case .waitALittle:
                hasWaited = true
                if wake.wait(timeout: .now() + Self.patience) == .timedOut {
                    state.withLock { if $0.parked > 0 { $0.parked -= 1 } }
                }
            }
        }
    }

    /// What a thread that looked for jobs does next.
    private enum Next {
        case work
        case wait
        case waitALittle
        case end
    }

    /// Refuses what comes from now on; the threads end when they have done what waits.
    func refuseMore() {
        let parked = state.withLock { state in
            state.isClosed = true
            defer { state.parked = 0 }
            return state.parked
        }
        for _ in 0..<parked { wake.signal() }
    }

    /// Refuses what comes from now on, and returns when the threads have done what waited and ended.
    func close() async {
        refuseMore()
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.working > 0 { state.atEnd.append(continuation) }
                return state.working == 0
            }
            if isOver { continuation.resume() }
        }
    }
}
