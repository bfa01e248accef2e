import Identity
import Synchronization
import TestSupport
import Testing

@Suite struct `Starting a login` {
    @Test func `sends one message with a new code`() async throws {
        let stage = try await LoginStage.open()
        #expect(try await stage.start().outcome.word == "started")
        let message = try #require(stage.messenger.messages.first)
        #expect(stage.messenger.messages.count == 1)
        #expect(message.recipient == .sample())
        #expect(message.sender == "+15550001111")
        #expect(message.caller == nil)
        #expect(message.body.hasPrefix("Your code is "))
        #expect(Messenger.code(in: message).count == 6)
    }

    @Test(arguments: [4, 6, 8, 40])
    func `makes codes of the length that the connection wants`(length: Int) async throws {
        let stage = try await LoginStage.open(options: ["totp": ["length": .int(length)]])
        let code = try await stage.code()
        #expect(code.count == length)
        #expect(code.allSatisfy { ("0"..."9").contains($0) })
    }

    @Test func `makes another code each time`() async throws {
        let stage = try await LoginStage.open()
        var codes: Set<String> = []
        for _ in 1...20 { codes.insert(try await stage.code()) }
        #expect(codes.count == 20)
    }

    @Test func `stores no code in clear`() async throws {
        let stage = try await LoginStage.open()
        let code = try await stage.code()
        let stored = try await stage.test.read { tx throws(StoreError) in
            try tx.loginCode(connectionID: stage.connection.id, phone: .sample(), holder: .client("client"))
        }
        #expect(try #require(stored).hash.count == 32)
        #expect(!String(decoding: try #require(stored).hash, as: UTF8.self).contains(code))
    }

    @Test func `tells the gateway who asks, where the connection says so`() async throws {
        let stage = try await LoginStage.open(options: ["forward_req_info": "true"])
        _ = try await stage.start(address: "2001:db8::7")
        let caller = try #require(stage.messenger.messages.first?.caller)
        #expect(caller.address.description == "2001:db8::7")
        #expect(caller.userAgent == "Test/1")
    }

    @Test func `gives the message the code's id`() async throws {
        let stage = try await LoginStage.open()
        _ = try await stage.code()
        let stored = try await stage.test.read { tx throws(StoreError) in
            try tx.loginCode(connectionID: stage.connection.id, phone: .sample(), holder: .client("client"))
        }
        #expect(stage.messenger.messages.first?.id == stored?.id)
    }

    @Test func `is refused for a client that the connection is not enabled for`() async throws {
        let stage = try await LoginStage.open()
        #expect(try await stage.start(client: "stranger").outcome.word == "connection disabled")
        #expect(stage.messenger.messages.isEmpty)
    }

    @Test func `is refused while too many messages are under way`() async throws {
        let stage = try await LoginStage.open()
        stage.messenger.places = 0
        #expect(try await stage.start().outcome.word == "overloaded")
        #expect(try await stage.history().isBlank)
    }

    @Test(arguments: [.accepted, .refused(.init(forCaller: "no")), .unknown(.init(forCaller: "?"))] as [Delivery])
    func `gives its place back whatever becomes of the message`(delivery: Delivery) async throws {
        let stage = try await LoginStage.open()
        stage.messenger.onMessage { _ in delivery }
        _ = try await stage.start()
        #expect(stage.messenger.places == 1_000)
    }

    @Test func `is refused for numbers without a user where sign-up is off`() async throws {
        let stage = try await LoginStage.open(options: ["disable_signup": true])
        #expect(try await stage.start().outcome.word == "signup disabled")
        #expect(stage.messenger.messages.isEmpty)
        #expect(try await stage.events().map(\.type) == [.failedLogin])
        #expect(try await stage.events().first?.description == "Public signup is disabled")
    }

    @Test func `works for known numbers where sign-up is off`() async throws {
        let stage = try await LoginStage.open()
        #expect(try await stage.verify(try await stage.code()).word == "right")
        #expect(try await stage.with(options: ["disable_signup": true]).start().outcome.word == "started")
    }

    @Test func `sends a blocked user nothing and answers as ever`() async throws {
        let stage = try await LoginStage.open()
        let before = try await stage.start().outcome.userKey
        #expect(try await stage.verify(Messenger.code(in: stage.messenger.messages[0])).word == "right")
        try await stage.block()
        let answer = try await stage.start()
        #expect(answer.outcome.userKey == before)
        #expect(stage.messenger.messages.count == 1)
        #expect(try await stage.events().contains { $0.description == "user is blocked" })
    }

    @Test func `counts what a blocked user is not sent, so that the limit looks the same`() async throws {
        let stage = try await LoginStage.open(limits: .init(startsPerAddressPerHour: nil))
        #expect(try await stage.verify(try await stage.code()).word == "right")
        try await stage.block()
        for _ in 2...10 { #expect(try await stage.start().outcome.word == "started") }
        #expect(try await stage.start().outcome.word == "number limited 3600")
    }

    @Test func `leaves a trace of the message in the log`() async throws {
        let stage = try await LoginStage.open()
        let key = try await stage.start().outcome.userKey
        let event = try #require(try await stage.events().first)
        #expect(event.type == .codeSent)
        #expect(event.userID == key.map { "sms|\($0)" })
        #expect(event.userName == PhoneNumber.sample().e164)
        #expect(event.ip == "192.0.2.1")
        #expect(event.connection == "sms")
        #expect(event.clientID == "client")
        let body = try #require(event.details["body"]?.object)
        #expect(body["phone_number"]?.string == PhoneNumber.sample().e164)
        #expect(body["request_language"] == "ja-JP")
        #expect(body["user-agent"] == "Test/1")
        #expect(body["authParams"] == ["scope": "openid"])
        #expect(body["password"] == nil)
    }

    @Test func `never writes the code into the log`() async throws {
        let stage = try await LoginStage.open(options: ["totp": ["length": 40]])
        let code = try await stage.code()
        _ = try await stage.verify(code)
        for event in try await stage.events() {
            #expect(!JSON.object(event.details).text.contains(code))
            #expect(!event.description.contains(code))
        }
    }
}

extension LoginStage {
    /// Blocks the sample number's user.
    func block() async throws {
        try await test.write { [connection] tx throws(StoreError) in
            guard var user = try tx.user(connectionID: connection.id, phone: .sample()) else { return }
            user.isBlocked = true
            _ = try tx.update(user)
        }
    }
}
