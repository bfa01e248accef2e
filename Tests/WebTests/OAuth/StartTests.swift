import HTTPTypes
import Identity
import TestSupport
import Testing

@Suite struct `POST passwordless start` {
    // C2: success, 200 with the recorded body.
    @Test func `answers the user's id, the number and that it is verified`() async throws {
        let server = try await TestServer.withShop()
        let answer = try await server.start()
        #expect(answer.status == 200)
        #expect(answer.headers[.contentType] == "application/json; charset=utf-8")
        #expect(answer.headers[.cacheControl] == "no-store")
        #expect(answer.json.object?.keys == ["_id", "phone_number", "phone_verified"])
        #expect(answer["phone_number"]?.string == TestServer.phone)
        #expect(answer["phone_verified"] == true)
        let id = try #require(answer["_id"]?.string)
        #expect(id.count == 24)
        #expect(id.allSatisfy { "0123456789abcdef".contains($0) })
    }

    // C2: `phone_verified` of a number never verified.
    @Test func `answers the same of known and unknown numbers`() async throws {
        let server = try await TestServer.withShop()
        let unknown = try await server.start()
        #expect(try await server.exchange(try await server.code()).status == 200)
        #expect(try await server.start().json == unknown.json)
    }

    // C2: code rules, the user is created when the first code is verified.
    @Test func `reserves the id of the user that the first login makes`() async throws {
        let server = try await TestServer.withShop()
        let id = try await server.start()["_id"]?.string
        #expect(try await server.user() == nil)
        #expect(try await server.exchange(try #require(server.provider.newestCode)).status == 200)
        #expect(try await server.user()?.id == id.map { "sms|\($0)" })
    }

    // C2: `send` is optional for sms, and `link` is treated as code.
    @Test(arguments: ["code", "link", "link_ios", "link_android", nil] as [JSON])
    func `sends a code whatever is to be sent`(send: JSON) async throws {
        let server = try await TestServer.withShop()
        #expect(try await server.start(["send": send]).status == 200)
        #expect(server.provider.newestCode?.count == 6)
    }

    // C2: `send` is optional for sms.
    @Test func `sends a code when nothing is said of it`() async throws {
        let server = try await TestServer.withShop()
        #expect(try await server.start(without: ["send"]).status == 200)
    }

    // C2: `connection` is the name of any enabled passwordless connection.
    @Test func `takes the name of any connection`() async throws {
        let server = try await TestServer.withShop()
        let other = Connection(
            id: "con_bbbbbbbbbbbbbbbb", name: "staff", options: ["template": "@@password@@"], enabledClients: ["app"],
            createdAt: server.clock.now())
        try await server.change { tx throws(StoreError) in try tx.insert(other) }
        #expect(try await server.start(["connection": "staff"]).status == 200)
    }

    // C2: `authParams` is an object of anything; it is kept with the event.
    @Test func `takes any authParams and keeps them in the log`() async throws {
        let server = try await TestServer.withShop()
        let parameters: JSON = ["scope": "openid", "state": "s", "nonce": nil, "unknown": [1]]
        #expect(try await server.start(["authParams": parameters]).status == 200)
        try await server.settle()
        let event = try await server.store.read { tx throws(StoreError) in
            try tx.events(EventQuery(types: [.codeSent])).events.first
        }
        #expect(event?.details["body"]?.object?["authParams"] == parameters)
    }

    // C2: `captcha` and `email` are known names.
    @Test func `tolerates what belongs to other ways of logging in`() async throws {
        let server = try await TestServer.withShop()
        #expect(try await server.start(["captcha": "x", "email": "a@example.com"]).status == 200)
    }

    // C2: null counts as absent.
    @Test func `takes null for absent`() async throws {
        let server = try await TestServer.withShop()
        #expect(try await server.start(["authParams": nil, "client_secret": nil, "unknown": nil]).status == 200)
        #expect(
            try await server.start(["phone_number": nil]).refusal
                == Refusal(400, "bad.phone_number", "Missing required property: phone_number"))
    }

    // C2: JSON, and forms as everywhere.
    @Test func `takes a form too`() async throws {
        let server = try await TestServer.withShop()
        let answer = try await server.form(
            "/passwordless/start", "client_id=app&connection=sms&phone_number=%2B819012345678&send=code")
        #expect(answer.status == 200)
        #expect(answer["phone_number"]?.string == TestServer.phone)
    }

    // C2: `auth0-client` must be tolerated even if garbage.
    @Test(arguments: ["eyJuYW1lIjoieCJ9", "garbage!", ""])
    func `tolerates telemetry`(value: String) async throws {
        let server = try await TestServer.withShop()
        #expect(try await server.start(headers: .one("auth0-client", value)).status == 200)
    }

    // C2: `x-request-language` picks the language, else `accept-language`; C7: the raw text is exposed.
    @Test(
        arguments: [
            (["x-request-language": "fr-FR", "accept-language": "ja"], "fr-FR"),
            (["accept-language": "ja,en;q=0.5"], "ja,en;q=0.5"),
            ([:], ""),
        ] as [([String: String], String)])
    func `hands the caller's language to the template`(given: [String: String], language: String) async throws {
        let server = try await TestServer.withShop(options: ["template": "@@password@@[{{ request_language }}]"])
        var headers = HTTPFields()
        for (name, value) in given { headers.append(try #require(HTTPFields.one(name, value).first)) }
        #expect(try await server.start(headers: headers).status == 200)
        #expect(server.provider.messages.first?.body.hasSuffix("[\(language)]") == true)
    }

    // C2: code rules, blocked users get no code; the answer is the same.
    @Test func `answers a blocked user's number as ever and sends nothing`() async throws {
        let server = try await TestServer.withShop()
        #expect(try await server.exchange(try await server.code()).status == 200)
        let before = try await server.start()
        try await server.changeUser { $0.isBlocked = true }
        let sent = server.provider.messages.count
        let answer = try await server.start()
        #expect(answer.status == 200)
        #expect(answer.json == before.json)
        #expect(server.provider.messages.count == sent)
    }
}
