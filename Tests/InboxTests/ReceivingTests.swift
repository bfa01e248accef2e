import Foundation
import GatewayKit
import HTTPTypes
import HummingbirdTesting
import Testing

@Suite struct `The inbox's gateway` {
    @Test func `accepts a message with exactly 200`() async throws {
        try await InboxSetup.inbox { inbox in
            let answer = try await inbox.text()
            #expect(answer == 200)
        }
    }

    @Test func `shows what it accepted`() async throws {
        try await InboxSetup.inbox { inbox in
            let id = try #require(HTTPField.Name(GatewayMessage.idHeader))
            try await inbox.text(headers: [id: "message-1"])
            let expected = ShownMessage(
                id: 1, received_at: "2027-01-15T08:00:00.000Z", recipient: "+15551234567",
                body: "Your code is 123456", sender: "+1 234 567", code: "123456",
                token: .init(state: "absent", reason: nil, claims: nil, jwt: nil), message_id: "message-1", attempt: 1,
                refusal: nil, answer: "200")
            #expect(try await inbox.messages() == [expected])
        }
    }

    @Test func `passes on who asked for the code`() async throws {
        try await InboxSetup.inbox { inbox in
            _ = try await inbox.send(
                .post, "/sms", #"{"recipient":"+1","body":"x","req":{"ip":"192.0.2.1","user-agent":"curl/8"}}"#)
            let json = try await inbox.send(.get, "/api/messages").text
            #expect(json.contains(#""req":{"ip":"192.0.2.1","user-agent":"curl/8"}"#))
        }
    }

    @Test func `counts the attempts of one message`() async throws {
        try await InboxSetup.inbox { inbox in
            let id = try #require(HTTPField.Name(GatewayMessage.idHeader))
            for message in ["a", "b", "a"] { try await inbox.text(headers: [id: message]) }
            #expect(try await inbox.messages().map(\.attempt) == [2, 1, 1])
        }
    }

    @Test(arguments: [
        ("nonsense", 400, "not_json"), (#"{"body":"x"}"#, 400, "missing_recipient"),
        (#"{"recipient":"+1"}"#, 400, "missing_body"), (String(repeating: "x", count: 65_537), 413, "too_large"),
    ])
    func `refuses what is no message`(body: String, status: Int, code: String) async throws {
        try await InboxSetup.inbox { inbox in
            let response = try await inbox.send(.post, "/sms", body)
            #expect(response.status.code == status)
            #expect(response.text.contains(#""error":"\#(code)""#))
        }
    }

    @Test(arguments: [
        ("nonsense", "The body is not a JSON object."),
        (String(repeating: "x", count: 65_537), "The body is larger than 64 KiB."),
    ])
    func `shows what it could not read`(body: String, reason: String) async throws {
        try await InboxSetup.inbox { inbox in
            _ = try await inbox.send(.post, "/sms", body)
            #expect(try await inbox.messages().first?.refusal == reason)
        }
    }
}

@Suite struct `The inbox's gateway, when it checks tokens,` {
    private func inbox(_ test: @Sendable (InboxClient) async throws -> Void) async throws {
        try await InboxSetup.inbox(verifier: TokenForge.verifier(), test)
    }

    @Test func `accepts and shows a right one`() async throws {
        try await inbox { inbox in
            let header = try await TokenForge.bearer()
            #expect(try await inbox.text(headers: [.authorization: header]) == 200)
            let expected = ShownMessage.Token(
                state: "verified", reason: nil,
                claims: .init(sub: "urn:Auth0", aud: ["urn:MySmsGateway"], exp: 1_800_000_060),
                jwt: String(header.dropFirst("Bearer ".count)))
            #expect(try await inbox.messages().first?.token == expected)
        }
    }

    @Test func `answers 401 to a missing one`() async throws {
        try await inbox { inbox in
            let response = try await inbox.send(.post, "/sms", #"{"recipient":"+1","body":"123456"}"#)
            #expect(response.status == .unauthorized)
            #expect(response.headers[.wwwAuthenticate] == #"Bearer error="invalid_token""#)
        }
    }

    @Test func `shows a wrong one and the reason`() async throws {
        try await inbox { inbox in
            let header = try await TokenForge.bearer(.init(aud: ["urn:Other"]))
            #expect(try await inbox.text(headers: [.authorization: header]) == 401)
            let message = try #require(try await inbox.messages().first)
            #expect(message.token.state == "refused")
            #expect(message.token.reason == "wrong_audience")
            #expect(message.token.claims?.aud == ["urn:Other"])
            #expect(message.refusal == "The token is meant for another audience.")
        }
    }

    @Test func `gives no code to a refused caller`() async throws {
        try await inbox { inbox in
            try await inbox.text()
            #expect(try await inbox.messages().first?.code == nil)
        }
    }

    @Test func `judges them by the clock it was given`() async throws {
        try await inbox { inbox in
            let late = TokenForge.now.timeIntervalSince1970 - 3_600
            let header = try await TokenForge.bearer(.init(iat: late, exp: late + 60))
            try await inbox.text(headers: [.authorization: header])
            #expect(try await inbox.messages().first?.token.reason == "expired")
        }
    }
}

@Suite struct `The inbox's gateway, when it checks no tokens,` {
    @Test func `says so of one it was given`() async throws {
        try await InboxSetup.inbox { inbox in
            try await inbox.text(headers: [.authorization: TokenForge.bearer()])
            #expect(try await inbox.messages().first?.token.state == "unchecked")
        }
    }

    @Test(arguments: ["Bearer x", "Basic dXNlcjpwYXNz", "Bearer a.b.c", "Bearer"])
    func `minds no nonsense`(header: String) async throws {
        try await InboxSetup.inbox { inbox in
            let answer = try await inbox.text(headers: [.authorization: header])
            #expect(answer == 200)
            #expect(try await inbox.messages().first?.token.claims == nil)
        }
    }
}
