import Testing

@testable import Watchword

@Suite struct `A traceparent header` {
    private static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    private static let span = "00f067aa0ba902b7"

    @Test func `names a trace and a span`() throws {
        let position = try #require(TracePosition(header: "00-\(Self.trace)-\(Self.span)-01"))
        #expect(position.trace.description == Self.trace)
        #expect(position.span.description == Self.span)
    }

    @Test(arguments: [("00", false), ("01", true), ("02", false), ("03", true), ("ff", true)])
    func `says by its last bit whether the trace is recorded`(flags: String, isSampled: Bool) {
        #expect(TracePosition(header: "00-\(Self.trace)-\(Self.span)-\(flags)")?.isSampled == isSampled)
    }

    @Test(arguments: ["cc-\(trace)-\(span)-01-what-will-be", "01-\(trace)-\(span)-01"])
    func `of a later version is read as far as it is known`(header: String) {
        #expect(TracePosition(header: header)?.trace.description == Self.trace)
    }

    @Test(arguments: [
        "", "00", "00-\(trace)-\(span)", "00-\(trace)-\(span)-", "00-\(trace)-\(span)-1", "00-\(trace)-\(span)-012",
        "00-\(trace)-\(span)-01-more", "cc-\(trace)-\(span)-01more", "ff-\(trace)-\(span)-01",
        "00-\(trace.uppercased())-\(span)-01", "00-\(trace)-\(span)-0G", "0 -\(trace)-\(span)-01",
        "00_\(trace)_\(span)_01", "00-\(trace)x-\(span)-01", " 00-\(trace)-\(span)-01",
        "00-00000000000000000000000000000000-\(span)-01", "00-\(trace)-0000000000000000-01",
        "00-\(trace)-\(span)-01, 00-\(trace)-\(span)-01", "00-４bf92f3577b34da6a3ce929d0e0e473-\(span)-01",
        "cc-\(trace)-\(span)-01-" + String(repeating: "a", count: 600),
    ])
    func `that does not hold to the letter is none`(header: String) {
        #expect(TracePosition(header: header) == nil)
    }

    @Test(arguments: ["00-\(trace)-\(span)-01", "00-\(trace)-\(span)-00"])
    func `is written as it is read`(header: String) {
        #expect(TracePosition(header: header)?.header == header)
    }
}

@Suite struct `A trace mark` {
    @Test func `keeps trace and span in 32 characters`() throws {
        let position = try #require(TracePosition(header: "00-4bf92f3577b34da6a3ce929d0e0e4736-f0f067aa0ba902b7-01"))
        let mark = TraceMark.text(of: position)
        #expect(mark.utf8.count == 32)
        #expect(TraceMark.position(from: mark) == position)
    }

    @Test(arguments: ["", "abc", String(repeating: "A", count: 32), String(repeating: "*", count: 32)])
    func `that is none of ours leads nowhere`(text: String) {
        #expect(TraceMark.position(from: text) == nil)
    }
}
