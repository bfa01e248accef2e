import Identity
import Testing

@Suite struct `A timestamp` {
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1_686_778_586_399_000, "2023-06-14T21:36:26.399Z"),
            (951_782_399_999_999, "2000-02-28T23:59:59.999Z"), (951_782_400_000_000, "2000-02-29T00:00:00.000Z"),
            (951_868_800_000_000, "2000-03-01T00:00:00.000Z"), (4_107_542_399_000_000, "2100-02-28T23:59:59.000Z"),
            (4_107_542_400_000_000, "2100-03-01T00:00:00.000Z"), (1_709_164_800_000_000, "2024-02-29T00:00:00.000Z"),
            (1_735_689_599_000_000, "2024-12-31T23:59:59.000Z"), (253_402_300_799_000_000, "9999-12-31T23:59:59.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"), (-1_000, "1969-12-31T23:59:59.999Z"),
            (-1_001, "1969-12-31T23:59:59.998Z"), (-1_000_000, "1969-12-31T23:59:59.000Z"),
            (-2_203_977_600_000_000, "1900-02-28T00:00:00.000Z"), (-2_203_891_200_000_000, "1900-03-01T00:00:00.000Z"),
            (-62_167_219_200_000_000, "0000-01-01T00:00:00.000Z"),
        ] as [(Int64, String)])
    func `is written as ISO 8601 in UTC`(microseconds: Int64, text: String) {
        #expect(Timestamp(microseconds: microseconds).description == text)
    }

    @Test(
        arguments: [(0, 0), (999_999, 0), (1_000_000, 1), (-1, -1), (-1_000_000, -1), (-1_000_001, -2)]
            as [(Int64, Int)])
    func `has whole seconds, rounded down`(microseconds: Int64, seconds: Int) {
        #expect(Timestamp(microseconds: microseconds).seconds == seconds)
    }

    @Test func `is moved by durations`() {
        let time = Timestamp(seconds: 100)
        #expect(time + .milliseconds(1) == Timestamp(microseconds: 100_001_000))
        #expect(time - .seconds(200) == Timestamp(seconds: -100))
        #expect((time + .seconds(7)) - time == .seconds(7))
        #expect(time - (time + .seconds(7)) == .seconds(-7))
    }

    @Test(
        arguments: [(0, 0), (1, 1), (999_999, 1), (1_000_000, 1), (1_000_001, 2), (30_000_000, 30)] as [(Int64, Int)])
    func `is waited for in seconds rounded up`(microseconds: Int64, seconds: Int) {
        #expect(Duration.microseconds(microseconds).secondsRoundedUp == seconds)
    }
}
