import Identity
import TestSupport
import Testing

@Suite struct `Guessing a number's codes` {
    @Test func `is free nine times and waits from the tenth`() async throws {
        let stage = try await LoginStage.open()
        #expect(try await stage.fail(10) == "wrong")
        #expect(try await stage.verify("guess").word == "waiting 30")
        #expect(try await stage.events().filter { $0.type == .tooManyFailures }.count == 1)
    }

    @Test func `is counted over new codes and other clients`() async throws {
        let stage = try await LoginStage.open()
        #expect(try await stage.fail(5) == "wrong")
        #expect(try await stage.fail(4, client: "other") == "wrong")
        #expect(try await stage.history().failures == 9)
        #expect(try await stage.fail(1) == "wrong")
        #expect(try await stage.verify("guess", client: "other").word == "waiting 30")
    }

    @Test func `is counted for each number apart`() async throws {
        let stage = try await LoginStage.open()
        #expect(try await stage.fail(10, .sample(1)) == "wrong")
        #expect(try await stage.verify(try await stage.code(.sample(2)), .sample(2)).word == "right")
    }

    @Test func `does not look at the right code while it waits, and leaves it good`() async throws {
        let stage = try await LoginStage.open()
        #expect(try await stage.fail(10) == "wrong")
        let code = try await stage.code()
        #expect(try await stage.verify(code).word == "waiting 30")
        stage.test.clock.advance(by: .seconds(29))
        #expect(try await stage.verify(code).word == "waiting 1")
        stage.test.clock.advance(by: .seconds(1))
        #expect(try await stage.verify(code).word == "right")
    }

    @Test func `makes no wait longer by trying while it waits`() async throws {
        let stage = try await LoginStage.open()
        #expect(try await stage.fail(10) == "wrong")
        for _ in 1...20 { #expect(try await stage.verify("guess").word == "waiting 30") }
        #expect(try await stage.history().failures == 10)
    }

    @Test func `waits twice as long after each further one`() async throws {
        let stage = try await LoginStage.open()
        #expect(try await stage.fail(10) == "wrong")
        for wait in [30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600] {
            #expect(try await stage.verify("guess").word == "waiting \(wait)")
            stage.test.clock.advance(by: .seconds(wait))
            #expect(try await stage.fail(1) == "wrong")
        }
    }

    @Test func `starts anew only after a right code`() async throws {
        let stage = try await LoginStage.open()
        #expect(try await stage.fail(9) == "wrong")
        #expect(try await stage.verify(try await stage.code()).word == "right")
        #expect(try await stage.history().failures == 0)
        #expect(try await stage.fail(9) == "wrong")
        #expect(try await stage.verify(try await stage.code()).word == "right")
    }

    @Test func `is not forgotten with time, nor by sweeping`() async throws {
        let stage = try await LoginStage.open()
        #expect(try await stage.fail(9) == "wrong")
        stage.test.clock.advance(by: .seconds(30 * 86_400))
        let test = stage.test
        try await SweepExpired(store: test.store, clock: test.clock, eventLife: .seconds(86_400)).removeAll()
        #expect(try await stage.fail(1) == "wrong")
        #expect(try await stage.verify("guess").word == "waiting 30")
    }

    @Test func `is not counted where no code could have been right`() async throws {
        let stage = try await LoginStage.open()
        for _ in 1...20 { #expect(try await stage.verify("guess").word == "gone") }
        _ = try await stage.code()
        stage.test.clock.advance(by: .seconds(300))
        for _ in 1...20 { #expect(try await stage.verify("guess").word == "gone") }
        #expect(try await stage.history().failures == 0)
    }

    @Test func `is not counted after a code is locked`() async throws {
        let stage = try await LoginStage.open()
        #expect(try await stage.fail(3) == "wrong")
        for _ in 1...20 { #expect(try await stage.verify("guess").word == "locked") }
        #expect(try await stage.history().failures == 3)
    }

    @Test func `is limited by each code alone where the connection does not count`() async throws {
        let stage = try await LoginStage.open(options: ["brute_force_protection": false])
        #expect(try await stage.fail(30) == "wrong")
        #expect(try await stage.verify("guess").word == "locked")
        #expect(try await stage.verify(try await stage.code()).word == "right")
    }

    @Test func `makes nobody wait any longer once the connection stops counting`() async throws {
        let stage = try await LoginStage.open()
        #expect(try await stage.fail(10) == "wrong")
        let code = try await stage.code()
        #expect(try await stage.verify(code).word == "waiting 30")
        #expect(try await stage.with(options: ["brute_force_protection": false]).verify(code).word == "right")
    }
}
