import Dispatch
import Foundation
import Identity
import Synchronization

/// Signs on threads of its own, as many as cores: an RSA signature costs more than the rest of a login, and must not hold up
/// the threads that serve requests.
package final class SigningThreads: TokenSigner, Sendable {
    private struct Job: Sendable {
        let input: [UInt8]
        let key: KeyRing.Entry
        let algorithm: SigningAlgorithm
        let done: CheckedContinuation<Result<[UInt8], SigningFailure>, Never>
    }

    private struct State {
        var jobs: [Job] = []
        var next = 0
        var isStopped = false
        var waiting: Int { jobs.count - next }
    }

    /// Who makes the signatures.
    package let library: SigningLibrary
    private let condition = NSCondition()
    private let running = DispatchGroup()
    private let state = Mutex(State())
    private let limit: Int

    /// - Parameters:
    ///   - count: how many threads.
    ///   - library: who makes the signatures.
    ///   - limit: how many signatures may wait; one more is refused as overloaded.
    package init(count: Int, library: SigningLibrary, limit: Int = 20_000) {
        self.library = library
        self.limit = limit
        for number in 0..<count {
            running.enter()
            let thread = Thread { [self] in
                // A name that was given before the start does not reach the kernel.
                Thread.current.name = "signing-\(number)"
                work()
                running.leave()
            }
            thread.stackSize = 512 * 1_024
            thread.start()
        }
    }

    package func sign(
        _ input: [UInt8], with key: KeyRing.Entry, algorithm: SigningAlgorithm
    ) async throws(SigningFailure) -> [UInt8] {
        let result = await withCheckedContinuation { continuation in
            let job = Job(input: input, key: key, algorithm: algorithm, done: continuation)
            let isAccepted = state.withLock { state in
                guard !state.isStopped, state.waiting < limit else { return false }
                state.jobs.append(job)
                return true
            }
            guard isAccepted else { return continuation.resume(returning: .failure(.overloaded)) }
            condition.lock()
            condition.signal()
            condition.unlock()
        }
        return try result.get()
    }

    /// Lets the threads end once nothing waits, and waits a moment for that: OpenSSL puts itself away when the program ends, and
    /// nobody may be using it then.
    package func stop() {
        state.withLock { $0.isStopped = true }
        condition.lock()
        condition.broadcast()
        condition.unlock()
        _ = running.wait(timeout: .now() + .seconds(2))
    }

    private func work() {
        let signer = library.open()
        while let job = take() {
            do throws(SigningFailure) {
                let signature = try signer.sign(job.input, with: job.key, algorithm: job.algorithm)
                job.done.resume(returning: .success(signature))
            } catch { job.done.resume(returning: .failure(error)) }
        }
    }

    /// The next job; nil when it is time to end.
    private func take() -> Job? {
        condition.lock()
        defer { condition.unlock() }
        while true {
            let (job, isStopped) = state.withLock { state -> (Job?, Bool) in
                guard state.waiting > 0 else { return (nil, state.isStopped) }
                let job = state.jobs[state.next]
                state.next += 1
                if state.next >= 1_024 || state.next == state.jobs.count {
                    state.jobs.removeFirst(state.next)
                    state.next = 0
                }
                return (job, false)
            }
            if job != nil || isStopped { return job }
            condition.wait()
        }
    }
}
