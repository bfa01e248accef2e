import CryptoExtras
import Foundation
import Identity
import Synchronization

/// Signs on threads of its own, as many as cores: an RSA signature costs more than the rest of a login, and must not hold up
/// the threads that serve requests.
final class SigningThreads: TokenSigner, Sendable {
    private struct Job: Sendable {
        let input: [UInt8]
        let key: _RSA.Signing.PrivateKey
        let algorithm: SigningAlgorithm
        let done: CheckedContinuation<Result<[UInt8], SigningFailure>, Never>
    }

    private struct State {
        var jobs: [Job] = []
        var next = 0
        var isStopped = false
        var waiting: Int { jobs.count - next }
    }

    private let condition = NSCondition()
    private let state = Mutex(State())
    private let limit: Int

    /// - Parameters:
    ///   - count: how many threads.
    ///   - limit: how many signatures may wait; one more is refused as overloaded.
    init(count: Int, limit: Int = 20_000) {
        self.limit = limit
        for number in 0..<count {
            let thread = Thread { [self] in work() }
            thread.name = "signing-\(number)"
            thread.stackSize = 512 * 1_024
            thread.start()
        }
    }

    func sign(
        _ input: [UInt8], with key: _RSA.Signing.PrivateKey, algorithm: SigningAlgorithm
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

    /// Lets the threads end once nothing waits.
    func stop() {
        state.withLock { $0.isStopped = true }
        condition.lock()
        condition.broadcast()
        condition.unlock()
    }

    private func work() {
        while let job = take() {
            do {
                let padding: _RSA.Signing.Padding = job.algorithm == .ps256 ? .PSS : .insecurePKCS1v1_5
                let signature = try job.key.signature(for: job.input, padding: padding)
                job.done.resume(returning: .success(Array(signature.rawRepresentation)))
            } catch { job.done.resume(returning: .failure(.failed)) }
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
