import Testing

@testable import Watchword

@Suite struct `A list of complaints` {
    @Test func `names everything that is wrong at once`() throws {
        let fixture = SettingsFixture(
            flags: ["--port", "70000", "--colour", "red"],
            environment: ["WATCHWORD_GATEWAY_TIMEOUT": "soon", "WATCHWORD_HOTS": "::"],
            yaml: """
                # The log
                log_level: loud
                gatewaytimeout: 3
                """)
        guard case .failure(let failure) = fixture.load() else { return _ = Issue.record("the settings hold") }
        #expect(
            failure.description == """
                Watchword does not start, because 6 settings are wrong:
                  "--colour": is no flag of Watchword
                    expected: one of the flags that --help lists
                  WATCHWORD_HOTS (environment): is no setting of Watchword
                    expected: perhaps WATCHWORD_HOST
                  watchword.yaml:3: "gatewaytimeout" is no setting of Watchword
                    expected: perhaps gateway_timeout
                  --port: "70000" is out of range
                    expected: a whole number from 0 to 65535
                  WATCHWORD_GATEWAY_TIMEOUT (environment): "soon" is not a time
                    expected: a time from 1s to 30s, in seconds (30 or 30s) or milliseconds (1500ms)
                  watchword.yaml:2 (log_level): "loud" is none of the words known here
                    expected: one of trace, debug, info, notice, warning, error, critical
                """)
    }

    @Test func `of one says so`() {
        let complaints = SettingsComplaints(complaints: [Complaint(at: "--port", "has no value")])
        #expect(complaints.description.hasPrefix("Watchword does not start, because 1 setting is wrong:\n"))
    }
}

@Suite struct `A quoted value` {
    @Test(arguments: [
        ("30", #""30""#),
        ("a\nb\u{1B}[2J", #""a\nb\u{1B}[2J""#),
        ("https://user:word@example.com/", #""https://•••@example.com/""#),
    ])
    func `is fit for one line`(text: String, quoted: String) {
        #expect(quotation(of: text) == quoted)
    }

    @Test func `is cut when it is long`() {
        #expect(quotation(of: String(repeating: "x", count: 500)).count == 102)
    }
}
