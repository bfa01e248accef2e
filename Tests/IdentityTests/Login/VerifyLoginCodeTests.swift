import Identity
import TestSupport
import Testing

@Suite struct `A sent code` {
    @Test func `logs its number in and makes the user`() async throws {
        let stage = try await LoginStage.open()
        let key = try #require(try await stage.start().outcome.userKey)
        let code = Messenger.code(in: stage.messenger.messages[0])
        #expect(try await stage.user() == nil)
        guard case .right(let user) = try await stage.verify(code, address: "192.0.2.9") else {
            Issue.record("the code was not accepted")
            return
        }
        #expect(user.id == "sms|\(key)")
        #expect(user.phone == .sample())
        #expect(user.phoneIsVerified)
        #expect(user.loginsCount == 1)
        #expect(user.lastIP == "192.0.2.9")
        #expect(user.lastLogin == ManualClock.start)
        #expect(try await stage.user()?.id == user.id)
        #expect(try await stage.events().map(\.type) == [.codeSent, .signup, .login])
    }

    @Test func `works once`() async throws {
        let stage = try await LoginStage.open()
        let code = try await stage.code()
        #expect(try await stage.verify(code).word == "right")
        #expect(try await stage.verify(code).word == "gone")
    }

    @Test func `is void once there is a newer one`() async throws {
        let stage = try await LoginStage.open()
        let older = try await stage.code()
        let newer = try await stage.code()
        #expect(try await stage.verify(older).word == "wrong")
        #expect(try await stage.verify(newer).word == "right")
    }

    @Test func `stays good when another client asks for one`() async throws {
        let stage = try await LoginStage.open()
        let mine = try await stage.code()
        let others = try await stage.code(client: "other")
        #expect(try await stage.verify(mine, client: "other").word == "wrong")
        #expect(try await stage.verify(mine).word == "right")
        #expect(try await stage.verify(others, client: "other").word == "right")
    }

    @Test func `is good for its own number alone`() async throws {
        let stage = try await LoginStage.open()
        let code = try await stage.code(.sample(1))
        _ = try await stage.code(.sample(2))
        #expect(try await stage.verify(code, .sample(2)).word == "wrong")
        #expect(try await stage.verify(code, .sample(3)).word == "gone")
        #expect(try await stage.verify(code, .sample(1)).word == "right")
    }

    @Test(arguments: [(60, 59, "right"), (60, 60, "gone"), (300, 299, "right"), (300, 300, "gone")])
    func `lives as long as the connection says`(life: Int, after: Int, word: String) async throws {
        let stage = try await LoginStage.open(options: ["totp": ["length": 6, "time_step": .int(life)]])
        let code = try await stage.code()
        stage.test.clock.advance(by: .seconds(after))
        #expect(try await stage.verify(code).word == word)
    }

    @Test func `lives three minutes where nobody says`() async throws {
        let stage = try await LoginStage.open(options: ["totp": [:]])
        let (first, second) = (try await stage.code(.sample(1)), try await stage.code(.sample(2)))
        stage.test.clock.advance(by: .seconds(179))
        #expect(try await stage.verify(first, .sample(1)).word == "right")
        stage.test.clock.advance(by: .seconds(1))
        #expect(try await stage.verify(second, .sample(2)).word == "gone")
    }

    @Test(arguments: ["", " ", "12345", "1234567", "１２３４５６", "123456\u{0}", "abcdef", "123456 "])
    func `is not guessed by odd texts`(given: String) async throws {
        let stage = try await LoginStage.open()
        _ = try await stage.code()
        #expect(try await stage.verify(given).word == "wrong")
    }

    @Test func `is dead after three wrong tries`() async throws {
        let stage = try await LoginStage.open()
        let code = try await stage.code()
        #expect(try await stage.fail(0) == "")
        for _ in 1...3 { #expect(try await stage.verify("wrong").word == "wrong") }
        #expect(try await stage.verify(code).word == "locked")
        #expect(try await stage.verify(try await stage.code()).word == "right")
    }

    @Test func `survives two wrong tries`() async throws {
        let stage = try await LoginStage.open()
        let code = try await stage.code()
        for _ in 1...2 { #expect(try await stage.verify("wrong").word == "wrong") }
        #expect(try await stage.verify(code).word == "right")
    }

    @Test func `says how many tries it bears yet`() async throws {
        let stage = try await LoginStage.open()
        _ = try await stage.code()
        var left: [Int?] = []
        for _ in 1...4 {
            if case .wrong(let triesLeft) = try await stage.verify("wrong") {
                left.append(triesLeft)
            } else {
                left.append(nil)
            }
        }
        #expect(left == [2, 1, 0, nil])
    }

    @Test func `is not used up by a look at it`() async throws {
        let stage = try await LoginStage.open()
        let code = try await stage.code()
        #expect(try await stage.verify(code, usesUp: false).word == "would be right")
        #expect(try await stage.user() == nil)
        #expect(try await stage.verify(code).word == "right")
    }

    @Test func `counts a wrong look as a try`() async throws {
        let stage = try await LoginStage.open()
        let code = try await stage.code()
        for _ in 1...3 { #expect(try await stage.verify("wrong", usesUp: false).word == "wrong") }
        #expect(try await stage.verify(code, usesUp: false).word == "locked")
        #expect(try await stage.history().failures == 3)
    }

    @Test func `makes no user where sign-up was turned off meanwhile`() async throws {
        let stage = try await LoginStage.open()
        let code = try await stage.code()
        #expect(try await stage.with(options: ["disable_signup": true]).verify(code).word == "signup disabled")
        #expect(try await stage.user() == nil)
        #expect(try await stage.events().contains { $0.type == .failedSignup })
    }

    @Test func `does not let a blocked user in, and still counts the login`() async throws {
        let stage = try await LoginStage.open()
        #expect(try await stage.verify(try await stage.code()).word == "right")
        let code = try await stage.code()
        try await stage.block()
        stage.test.clock.advance(by: .seconds(10))
        #expect(try await stage.verify(code).word == "blocked")
        let user = try #require(try await stage.user())
        #expect(user.loginsCount == 2)
        #expect(user.lastLogin == ManualClock.start + .seconds(10))
        #expect(try await stage.events().last?.description == "user is blocked")
    }

    @Test func `says in the log why it was not accepted`() async throws {
        let stage = try await LoginStage.open()
        _ = try await stage.verify("123456")
        _ = try await stage.fail(3)
        _ = try await stage.verify("123456")
        let failures = try await stage.events().filter { $0.type == .failedCodeExchange }
        let locked = "You've reached the maximum number of attempts. Please try to login again."
        #expect(failures.filter { $0.description == "Wrong phone number or verification code." }.count == 4)
        #expect(failures.filter { $0.description == locked }.count == 1)
    }
}

@Suite struct `The id of a number's user` {
    @Test func `is the same before and after the first login`() async throws {
        let stage = try await LoginStage.open()
        let first = try await stage.start().outcome.userKey
        let second = try await stage.start().outcome.userKey
        #expect(first == second)
        #expect(try await stage.verify(Messenger.code(in: stage.messenger.messages[1])).word == "right")
        #expect(try await stage.start().outcome.userKey == first)
    }

    @Test func `differs from number to number`() async throws {
        let stage = try await LoginStage.open()
        let keys = [
            try await stage.start(.sample(1)).outcome.userKey, try await stage.start(.sample(2)).outcome.userKey,
        ]
        #expect(Set(keys).count == 2)
        #expect(keys.allSatisfy { $0?.count == 24 })
    }

    @Test func `is another one after the user was deleted`() async throws {
        let stage = try await LoginStage.open()
        #expect(try await stage.verify(try await stage.code()).word == "right")
        let former = try #require(try await stage.user())
        #expect(try await stage.test.write { tx throws(StoreError) in try tx.deleteUser(id: former.id) })
        let key = try await stage.start().outcome.userKey
        #expect(key != former.key)
        #expect(try await stage.verify(try await stage.code()).word == "right")
        #expect(try await stage.user()?.key == key)
    }

    @Test func `does not let a deleted user's code in`() async throws {
        let stage = try await LoginStage.open()
        #expect(try await stage.verify(try await stage.code()).word == "right")
        let code = try await stage.code()
        let user = try #require(try await stage.user())
        #expect(try await stage.test.write { tx throws(StoreError) in try tx.deleteUser(id: user.id) })
        #expect(try await stage.verify(code).word == "gone")
    }
}
