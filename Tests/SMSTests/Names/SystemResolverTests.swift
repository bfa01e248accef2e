import Dispatch
import Identity
import SMS
import Testing

@Suite struct `The system's resolver` {
    @Test func `knows this machine`() async throws {
        let addresses = try await SystemResolver().addresses(of: "localhost")
        #expect(addresses.contains(IPAddress(v4: 0x7f00_0001)) || addresses.contains(IPAddress(v6: 1)))
    }

    @Test func `refuses at once when too many wait`() async throws {
        let gate = DispatchSemaphore(value: 0)
        let started = DispatchSemaphore(value: 0)
        let resolver = SystemResolver(threadLimit: 1, waitingLimit: 0) { _ in
            started.signal()
            gate.wait()
            return []
        }
        async let first = resolver.addresses(of: "slow.test")
        await Task.detached { started.waitOnAnyThread() }.value
        await #expect(throws: ResolverFailure(code: "EAI_AGAIN")) {
            try await resolver.addresses(of: "other.test")
        }
        gate.signal()
        _ = try await first
    }

    @Test func `answers those who waited, in turn`() async throws {
        let resolver = SystemResolver(threadLimit: 2, waitingLimit: 100) { name in
            [IPAddress(v4: UInt32(name.utf8.count))]
        }
        let answers = try await withThrowingTaskGroup { group in
            for count in 1...50 {
                group.addTask { try await resolver.addresses(of: String(repeating: "a", count: count)) }
            }
            return try await group.reduce(into: Set<IPAddress>()) { $0.formUnion($1) }
        }
        #expect(answers.count == 50)
    }
}

extension DispatchSemaphore {
    fileprivate func waitOnAnyThread() { wait() }
}
