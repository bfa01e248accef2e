import Identity
import TestSupport
import Testing

@testable import Watchword

@Suite struct `The doctor, counting open files,` {
    @Test(arguments: [
        (20_256, Finding.Level.ok), (20_255, .warn), (1_024, .warn), (512, .warn), (511, .fail), (0, .fail),
    ])
    func `wants two a login and a reserve`(limit: Int, level: Finding.Level) {
        #expect(OpenFiles.finding(limit: limit, maxInFlight: 10_000).level == level)
    }

    @Test func `names the limit that would do`() {
        let finding = OpenFiles.finding(limit: 1_024, maxInFlight: 10_000)
        #expect(finding.remedy?.contains("LimitNOFILE=20256") == true)
    }
}

@Suite struct `The doctor, looking at the clock,` {
    private let now = ManualClock.start

    @Test func `is content with the present`() {
        #expect(MachineTime.finding(now: now, lastWrite: now).level == .ok)
    }

    @Test(arguments: [0, 1_577_836_800, 4_102_444_800])
    func `refuses a time at which this program did not or will not run`(seconds: Int) {
        #expect(MachineTime.finding(now: Timestamp(seconds: seconds), lastWrite: nil).level == .fail)
    }

    @Test func `refuses a time before the store's last write`() {
        #expect(MachineTime.finding(now: now, lastWrite: now + .seconds(61)).level == .fail)
    }
}
