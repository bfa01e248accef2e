import HTTPTypes
import HummingbirdTesting
import Testing

@Suite struct `A misbehaving number` {
    private let path = "/api/numbers/+15551234567"

    @Test(arguments: [200, 201, 204, 302, 401, 429, 500, 599])
    func `is answered with the status asked for`(status: Int) async throws {
        try await InboxSetup.inbox { inbox in
            _ = try await inbox.send(.put, path, #"{"status":\#(status)}"#)
            #expect(try await inbox.text() == status)
        }
    }

    @Test func `receives its message all the same`() async throws {
        try await InboxSetup.inbox { inbox in
            _ = try await inbox.send(.put, path, #"{"status":500}"#)
            try await inbox.text()
            let message = try await inbox.messages().first
            #expect(message?.code == "123456")
            #expect(message?.answer == "500")
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `shows its message before it is answered`() async throws {
        try await InboxSetup.inbox { inbox in
            _ = try await inbox.send(.put, path, #"{"delay_ms":120000,"status":503}"#)
            let sending = Task { try await inbox.text() }
            #expect(try await inbox.messages("?wait_ms=30000").first?.answer == "503")
            sending.cancel()
        }
    }

    @Test func `is answered late, and then with 200`() async throws {
        try await InboxSetup.inbox { inbox in
            _ = try await inbox.send(.put, path, #"{"delay_ms":40}"#)
            let begin = ContinuousClock.now
            #expect(try await inbox.text() == 200)
            #expect(begin.duration(to: .now) >= .milliseconds(40))
        }
    }

    @Test func `leaves other numbers alone`() async throws {
        try await InboxSetup.inbox { inbox in
            _ = try await inbox.send(.put, path, #"{"status":500}"#)
            #expect(try await inbox.text(to: "+15559999999") == 200)
        }
    }

    @Test func `behaves again when told to`() async throws {
        try await InboxSetup.inbox { inbox in
            _ = try await inbox.send(.put, path, #"{"status":500}"#)
            #expect(try await inbox.send(.delete, "/api/numbers/%2B15551234567").status == .noContent)
            #expect(try await inbox.text() == 200)
        }
    }

    @Test func `does not hide a wrong token`() async throws {
        try await InboxSetup.inbox(verifier: TokenForge.verifier()) { inbox in
            _ = try await inbox.send(.put, path, #"{"status":500}"#)
            #expect(try await inbox.text() == 401)
        }
    }
}

@Suite struct `The list of misbehaving numbers` {
    @Test func `says how each misbehaves`() async throws {
        try await InboxSetup.inbox { inbox in
            _ = try await inbox.send(.put, "/api/numbers/+3", #"{"reset":true,"delay_ms":5}"#)
            _ = try await inbox.send(.put, "/api/numbers/%2B2", #"{"drip":true,"reset":false}"#)
            _ = try await inbox.send(.put, "/api/numbers/+1", #"{"status":500}"#)
            let expected =
                #"[{"number":"+1","status":500},{"drip":true,"number":"+2"},{"delay_ms":5,"number":"+3","reset":true}]"#
            #expect(try await inbox.send(.get, "/api/numbers").text == expected)
        }
    }

    @Test(arguments: [
        "{}", "[]", "nonsense", #"{"status":199}"#, #"{"status":600}"#, #"{"status":"500"}"#, #"{"status":true}"#,
        #"{"delay_ms":-1}"#, #"{"delay_ms":120001}"#, #"{"delay_ms":1.5}"#, #"{"drip":1}"#, #"{"drip":false}"#,
        #"{"status":500,"drip":true}"#, #"{"drip":true,"reset":true}"#, #"{"delay":5}"#,
    ])
    func `refuses what it does not understand`(body: String) async throws {
        try await InboxSetup.inbox { inbox in
            let answer = try await inbox.send(.put, "/api/numbers/+1", body).status
            #expect(answer == .badRequest)
        }
    }

    @Test(arguments: ["15551234567", "%2B", "+1234567890123456", "+1%205", "%FF"])
    func `refuses what is no number`(number: String) async throws {
        try await InboxSetup.inbox { inbox in
            let answer = try await inbox.send(.put, "/api/numbers/\(number)", #"{"status":500}"#).status
            #expect(answer == .badRequest)
        }
    }

    @Test func `names the key it does not know`() async throws {
        try await InboxSetup.inbox { inbox in
            let answer = try await inbox.send(.put, "/api/numbers/+1", #"{"delay":5}"#).text
            #expect(answer.contains(#"Unknown key \"delay\""#))
        }
    }

    @Test func `holds 1,000 and no more`() async throws {
        try await InboxSetup.inbox { inbox in
            for number in 1...1_000 { _ = try await inbox.send(.put, "/api/numbers/+\(number)", #"{"status":500}"#) }
            #expect(try await inbox.send(.put, "/api/numbers/+1001", #"{"status":500}"#).status == .conflict)
            #expect(try await inbox.send(.put, "/api/numbers/+1000", #"{"status":501}"#).status == .ok)
        }
    }
}
