import Identity
import TestSupport
import Testing

@Suite struct `An event's id` {
    @Test func `sorts as its time does`() {
        let random = SeededRandom()
        let times = [0, 1, 999_999_999_999_999, 1_000_000_000_000_000, 9_999_999_999_999_999] as [Int64]
        let ids = times.map { Event.newID(at: Timestamp(microseconds: $0), random) }
        #expect(ids == ids.sorted())
        #expect(ids.allSatisfy { $0.count == 36 && $0.allSatisfy(\.isNumber) })
    }

    @Test func `differs within one moment`() {
        let random = SeededRandom()
        #expect(Set((0..<1_000).map { _ in Event.newID(at: ManualClock.start, random) }).count == 1_000)
    }
}

@Suite struct `A caller` {
    @Test func `keeps no more than 512 characters of a user agent`() {
        let caller = Caller(address: IPAddress(v4: 1), userAgent: String(repeating: "x", count: 10_000))
        #expect(caller.userAgent?.count == 512)
    }
}
