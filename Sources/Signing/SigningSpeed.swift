import Glibc
import Identity

/// How many RS256 signatures a second of processor time each library makes here, with a key that will be used.
package struct SigningSpeed: Sendable {
    /// 0 for a library that cannot use the key.
    package let signaturesPerSecond: [SigningLibrary: Double]

    /// Measures all libraries on the thread that calls, in turns, so that whatever else the machine does hits all alike.
    ///
    /// - Parameter time: how much processor time each library gets.
    package init(with key: KeyRing.Entry, for time: Duration = .milliseconds(20)) {
        let signers = SigningLibrary.allCases.map { ($0, $0.open()) }
        var sums = Dictionary(uniqueKeysWithValues: SigningLibrary.allCases.map { ($0, Sum()) })
        // The first signature imports the key and is not counted.
        for (_, signer) in signers { _ = Sum().adding(signer, key, for: 0) }
        for _ in 0..<SigningSpeed.turns {
            for (library, signer) in signers {
                sums[library] = sums[library]?.adding(signer, key, for: time / .nanoseconds(SigningSpeed.turns))
            }
        }
        signaturesPerSecond = sums.mapValues { $0.count / max(1, $0.nanoseconds) * 1e9 }
    }

    private static let turns = 4

    /// The quickest.
    package var fastest: SigningLibrary {
        SigningLibrary.allCases.max { (signaturesPerSecond[$0] ?? 0) < (signaturesPerSecond[$1] ?? 0) } ?? .boringSSL
    }

    private struct Sum {
        var count = 0.0
        var nanoseconds = 0.0

        /// Signs at least once, and until so many nanoseconds of this thread's processor time are used up.
        func adding(_ signer: any ThreadSigner, _ key: KeyRing.Entry, for time: Double) -> Sum {
            var sum = self
            let input = [UInt8](repeating: 0x41, count: 300)
            let start = threadNanoseconds()
            var end = start
            repeat {
                guard (try? signer.sign(input, with: key, algorithm: .rs256)) != nil else { return Sum() }
                sum.count += 1
                end = threadNanoseconds()
            } while end - start < time
            sum.nanoseconds += end - start
            return sum
        }
    }
}

/// What the calling thread has used of a processor.
private func threadNanoseconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
}
