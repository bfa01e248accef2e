import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@Suite struct `The list of messages` {
    @Test func `is newest first`() async throws {
        try await InboxSetup.inbox { inbox in
            for text in ["1111", "2222", "3333"] { try await inbox.text(text) }
            #expect(try await inbox.messages().map(\.code) == ["3333", "2222", "1111"])
        }
    }

    @Test func `keeps the newest 1,000`() async throws {
        try await InboxSetup.inbox { inbox in
            for _ in 0..<1_002 { try await inbox.text() }
            let ids = try await inbox.messages().map(\.id)
            #expect(ids == Array((3...1_002).reversed()))
        }
    }

    @Test(arguments: ["%2B222", "+222"])
    func `can be narrowed to a recipient`(number: String) async throws {
        try await InboxSetup.inbox { inbox in
            try await inbox.text("1111", to: "+111")
            try await inbox.text("2222", to: "+222")
            #expect(try await inbox.messages("?recipient=\(number)").map(\.code) == ["2222"])
        }
    }

    @Test func `can be narrowed to what came after a message`() async throws {
        try await InboxSetup.inbox { inbox in
            for _ in 0..<3 { try await inbox.text() }
            #expect(try await inbox.messages("?after=2").map(\.id) == [3])
        }
    }

    @Test func `is empty after it was cleared`() async throws {
        try await InboxSetup.inbox { inbox in
            try await inbox.text()
            #expect(try await inbox.send(.delete, "/api/messages").status == .noContent)
            #expect(try await inbox.messages() == [])
        }
    }

    @Test func `counts on after it was cleared`() async throws {
        try await InboxSetup.inbox { inbox in
            try await inbox.text()
            _ = try await inbox.send(.delete, "/api/messages")
            try await inbox.text()
            #expect(try await inbox.messages().map(\.id) == [2])
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `waits for a message that is to come`() async throws {
        try await InboxSetup.inbox { inbox in
            async let waiting = inbox.messages("?recipient=%2B222&wait_ms=30000")
            try await inbox.text("1111", to: "+111")
            try await inbox.text("2222", to: "+222")
            #expect(try await waiting.map(\.code) == ["2222"])
        }
    }

    @Test func `does not wait when a message is there`() async throws {
        try await InboxSetup.inbox { inbox in
            try await inbox.text()
            #expect(try await inbox.messages("?wait_ms=30000").count == 1)
        }
    }

    @Test func `is empty when nothing came in time`() async throws {
        try await InboxSetup.inbox { inbox in
            try await inbox.text()
            #expect(try await inbox.messages("?after=1&wait_ms=1") == [])
        }
    }

    @Test(arguments: ["?wait_ms=30001", "?wait_ms=-1", "?wait_ms=soon", "?after=x", "?after=", "?number=1"])
    func `refuses what it does not understand`(query: String) async throws {
        try await InboxSetup.inbox { inbox in
            let answer = try await inbox.send(.get, "/api/messages\(query)").status
            #expect(answer == .badRequest)
        }
    }

    @Test func `names every key, known or not`() async throws {
        try await InboxSetup.inbox { inbox in
            _ = try await inbox.send(.post, "/sms", "nonsense")
            let json = try await inbox.send(.get, "/api/messages").body
            let entries = try JSONSerialization.jsonObject(with: Data(json.readableBytesView)) as? [[String: Any]]
            let keys: Set = [
                "id", "received_at", "recipient", "body", "sender", "code", "req", "token", "message_id", "attempt",
                "refusal", "answer",
            ]
            #expect(entries?.first.map { Set($0.keys) } == keys)
        }
    }
}

@Suite struct `The code in a message` {
    @Test(arguments: [
        ("Your code is 123456", "123456"), ("1234 is it, call 5551234567", "5551234567"), ("0042-1234", "0042"),
        ("code:9081726354.", "9081726354"), ("認証コードは482913です", "482913"), ("order 12345678901: 7310", "7310"),
    ])
    func `is the longest run of 4 to 10 digits`(text: String, code: String) async throws {
        try await InboxSetup.inbox { inbox in
            try await inbox.text(text)
            #expect(try await inbox.messages().first?.code == code)
        }
    }

    @Test(arguments: ["no digits", "123", "12 34 56", "12345678901", "１２３４５６"])
    func `is absent without one`(text: String) async throws {
        try await InboxSetup.inbox { inbox in
            try await inbox.text(text)
            #expect(try await inbox.messages().first?.code == nil)
        }
    }
}
