import Crypto
import CryptoExtras
import Dispatch
import Glibc
import Synchronization

/// Bare RS256 signatures on as many threads as cores: what a login cannot be faster than.
struct Signatures: Sendable {
    struct Round: Sendable {
        let perSecond: Double
        /// Processor time of one, in microseconds.
        let microseconds: Double
    }

    private let key: _RSA.Signing.PrivateKey
    let threads: Int

    init(threads: Int) throws {
        key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        self.threads = threads
    }

    /// Signs for a while.
    func round(seconds: Double) async -> Round {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: measure(seconds)) }
        }
    }

    private func measure(_ seconds: Double) -> Round {
        let sums = Mutex((count: 0, cpu: 0.0))
        let before = Signatures.time(CLOCK_MONOTONIC)
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
            let start = Signatures.time(CLOCK_THREAD_CPUTIME_ID)
            var input = [UInt8](repeating: 0x41, count: 300)
            var count = 0
            while Signatures.time(CLOCK_MONOTONIC) - before < seconds {
                input[count % 300] &+= 1
                guard (try? key.signature(for: input, padding: .insecurePKCS1v1_5)) != nil else { break }
                count += 1
            }
            let cpu = Signatures.time(CLOCK_THREAD_CPUTIME_ID) - start
            sums.withLock { $0 = ($0.count + count, $0.cpu + cpu) }
        }
        let elapsed = Signatures.time(CLOCK_MONOTONIC) - before
        let (count, cpu) = sums.withLock { $0 }
        return Round(perSecond: Double(count) / elapsed, microseconds: cpu * 1e6 / Double(max(1, count)))
    }

    private static func time(_ clock: Int32) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
