import Dispatch
import Foundation
import Glibc
import Identity
import Signing
import Synchronization

/// Bare RS256 signatures on as many threads as cores, by the library that the server would choose: what a login cannot be
/// faster than.
struct Signatures: Sendable {
    struct Round: Sendable {
        let perSecond: Double
        /// Processor time of one, in microseconds.
        let microseconds: Double
        /// What `openssl speed` makes in a second of processor time, just afterwards; nil where there is no openssl.
        let openSSLPerSecond: Double?

        /// Signatures for a second of processor time, as a share of OpenSSL's own figure.
        var shareOfOpenSSL: Double? { openSSLPerSecond.map { 1e6 / max(1e-3, microseconds) / max(1, $0) } }
    }

    private let key: KeyRing.Entry
    let library: SigningLibrary
    let threads: Int

    init(threads: Int) throws {
        let now = Timestamp(seconds: Int(Date.now.timeIntervalSince1970))
        var made = try SigningKey.generate(host: "bench.example.com", at: now)
        made.state = .current
        key = try KeyRing([made]).current
        library = SigningSpeed(with: key).fastest
        self.threads = threads
    }

    /// Signs for a while, then lets OpenSSL measure itself.
    func round(seconds: Double) async -> Round {
        let (perSecond, microseconds) = await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: measure(seconds)) }
        }
        return Round(
            perSecond: perSecond, microseconds: microseconds,
            openSSLPerSecond: await OpenSSLSpeed.signaturesPerSecond(processes: threads))
    }

    private func measure(_ seconds: Double) -> (perSecond: Double, microseconds: Double) {
        let sums = Mutex((count: 0, cpu: 0.0))
        let before = Signatures.time(CLOCK_MONOTONIC)
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
            let signer = library.open()
            let start = Signatures.time(CLOCK_THREAD_CPUTIME_ID)
            var input = [UInt8](repeating: 0x41, count: 300)
            var count = 0
            while Signatures.time(CLOCK_MONOTONIC) - before < seconds {
                input[count % 300] &+= 1
                guard (try? signer.sign(input, with: key, algorithm: .rs256)) != nil else { break }
                count += 1
            }
            let cpu = Signatures.time(CLOCK_THREAD_CPUTIME_ID) - start
            sums.withLock { $0 = ($0.count + count, $0.cpu + cpu) }
        }
        let elapsed = Signatures.time(CLOCK_MONOTONIC) - before
        let (count, cpu) = sums.withLock { $0 }
        return (Double(count) / elapsed, cpu * 1e6 / Double(max(1, count)))
    }

    private static func time(_ clock: Int32) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
