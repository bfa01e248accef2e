import Identity
import TestSupport
import Testing

@Suite struct `Wrong codes in a row` {
    @Test(
        arguments: [
            (1, nil), (2, nil), (3, nil), (4, nil), (5, nil), (6, nil), (7, nil), (8, nil), (9, nil), (10, 30),
            (11, 60),
            (12, 120), (13, 240), (14, 480), (15, 960), (16, 1_920), (17, 3_600), (18, 3_600), (19, 3_600), (20, 3_600),
            (21, 3_600), (22, 3_600), (23, 3_600), (24, 3_600), (25, 3_600), (26, 3_600), (27, 3_600), (28, 3_600),
            (29, 3_600), (30, 3_600),
        ] as [(Int, Int?)])
    func `make the number wait from the tenth on, twice as long each time, at most an hour`(
        failures: Int, seconds: Int?
    ) {
        var history = NumberHistory()
        history.failures = failures - 1
        #expect(history.recordFailure(at: ManualClock.start) == seconds.map { .seconds($0) })
        #expect(history.waitUntil == seconds.map { ManualClock.start + .seconds($0) })
        #expect(history.failures == failures)
    }

    @Test func `are forgotten after a right one`() {
        var history = NumberHistory()
        for _ in 1...12 { _ = history.recordFailure(at: ManualClock.start) }
        history.recordSuccess()
        #expect(history.isBlank)
    }

    @Test func `never overflow the wait`() {
        #expect(NumberHistory.wait(afterFailures: Int.max) == .seconds(3_600))
    }
}
