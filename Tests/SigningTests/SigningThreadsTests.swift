import Identity
import Signing
import TestSupport
import Testing

@Suite struct `The threads that sign` {
    @Test(arguments: SigningLibrary.allCases)
    func `answer each caller with the signature of what it gave`(library: SigningLibrary) async throws {
        let threads = SigningThreads(count: 3, library: library)
        defer { threads.stop() }
        let areRight = try await withThrowingTaskGroup { group in
            for number in 0..<120 {
                group.addTask {
                    let algorithm = `A library that signs`.algorithms[number % 4]
                    let key = SampleKeys.signing(algorithm)
                    let input = Array("input \(number)".utf8)
                    return key.made(
                        try await threads.sign(input, with: key, algorithm: algorithm), of: input, algorithm)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(areRight.count == 120)
        #expect(areRight.allSatisfy { $0 })
    }

    @Test func `refuse what is too much to wait for`() async {
        let threads = SigningThreads(count: 1, library: .boringSSL, limit: 0)
        defer { threads.stop() }
        await #expect(throws: SigningFailure.overloaded) {
            try await threads.sign([1], with: SampleKeys.ring.current, algorithm: .rs256)
        }
    }

    @Test(arguments: SigningLibrary.allCases)
    func `take nothing more once they are stopped`(library: SigningLibrary) async throws {
        let threads = SigningThreads(count: 2, library: library)
        _ = try await threads.sign([1], with: SampleKeys.ring.current, algorithm: .rs256)
        threads.stop()
        await #expect(throws: SigningFailure.overloaded) {
            try await threads.sign([1], with: SampleKeys.ring.current, algorithm: .rs256)
        }
    }

    @Test func `pass a failure on`() async {
        let threads = SigningThreads(count: 1, library: .openSSL)
        defer { threads.stop() }
        await #expect(throws: SigningFailure.failed) {
            try await threads.sign([1], with: SampleKeys.ring.current, algorithm: .edDSA)
        }
    }
}
