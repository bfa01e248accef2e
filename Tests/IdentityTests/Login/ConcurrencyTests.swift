import Identity
import TestSupport
import Testing

@Suite struct `Many at once` {
    @Test(arguments: TestStore.Engine.allCases)
    func `use one right code exactly once`(engine: TestStore.Engine) async throws {
        let stage = try await LoginStage.open(engine)
        let code = try await stage.code()
        let words = try await atOnce(100) { _ in try await stage.verify(code).word }
        #expect(words.filter { $0 == "right" }.count == 1)
        #expect(words.filter { $0 == "gone" }.count == 99)
        #expect(try await stage.user()?.loginsCount == 1)
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `guess three times and no more`(engine: TestStore.Engine) async throws {
        let stage = try await LoginStage.open(engine)
        let code = try await stage.code()
        let words = try await atOnce(100) { number in try await stage.verify("guess \(number)").word }
        #expect(words.filter { $0 == "wrong" }.count == 3)
        #expect(words.filter { $0 == "locked" }.count == 97)
        #expect(try await stage.history().failures == 3)
        #expect(try await stage.verify(code).word == "locked")
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `start logins and leave one code alive`(engine: TestStore.Engine) async throws {
        let stage = try await LoginStage.open(engine)
        for number in 1...20 {
            let phone = PhoneNumber.sample(number)
            _ = try await atOnce(2) { _ in try await stage.start(phone).outcome.word }
            let sent = stage.messenger.messages.filter { $0.recipient == phone }
            #expect(sent.count == 2)
            var words: [String] = []
            for message in sent { words.append(try await stage.verify(Messenger.code(in: message), phone).word) }
            #expect(words.filter { $0 == "right" }.count == 1)
        }
    }

    @Test(arguments: TestStore.Engine.allCases)
    func `log different numbers in without disturbing each other`(engine: TestStore.Engine) async throws {
        let stage = try await LoginStage.open(engine)
        let words = try await atOnce(50) { number in
            let phone = PhoneNumber.sample(number)
            _ = try await stage.start(phone)
            let sent = stage.messenger.messages.last { $0.recipient == phone }
            return try await stage.verify(sent.map(Messenger.code(in:)) ?? "", phone).word
        }
        #expect(words.allSatisfy { $0 == "right" })
    }
}
