import Identity
import TestSupport
import Testing

@Suite struct `Messages to one number` {
    private let limits = AbusePolicy.Limits(startsPerAddressPerHour: nil)

    @Test func `are at most ten an hour`() async throws {
        let stage = try await LoginStage.open(limits: limits)
        for _ in 1...10 { #expect(try await stage.start().outcome.word == "started") }
        #expect(try await stage.start().outcome.word == "number limited 3600")
        #expect(stage.messenger.messages.count == 10)
        stage.test.clock.advance(by: .seconds(3_599))
        #expect(try await stage.start().outcome.word == "number limited 1")
        stage.test.clock.advance(by: .seconds(1))
        #expect(try await stage.start().outcome.word == "started")
    }

    @Test func `are counted over any hour, not over the clock's`() async throws {
        let stage = try await LoginStage.open(limits: limits)
        for _ in 1...10 {
            #expect(try await stage.start().outcome.word == "started")
            stage.test.clock.advance(by: .seconds(300))
        }
        // Ten in 45 minutes; the first is 50 minutes old.
        #expect(try await stage.start().outcome.word == "number limited 600")
        stage.test.clock.advance(by: .seconds(600))
        #expect(try await stage.start().outcome.word == "started")
        #expect(try await stage.start().outcome.word == "number limited 300")
    }

    @Test func `are at most thirty a day`() async throws {
        let stage = try await LoginStage.open(limits: limits)
        for _ in 1...3 {
            for _ in 1...10 { #expect(try await stage.start().outcome.word == "started") }
            stage.test.clock.advance(by: .seconds(3_600))
        }
        #expect(try await stage.start().outcome.word == "number limited 75600")
        stage.test.clock.advance(by: .seconds(75_599))
        #expect(try await stage.start().outcome.word == "number limited 1")
        stage.test.clock.advance(by: .seconds(1))
        for _ in 1...10 { #expect(try await stage.start().outcome.word == "started") }
        #expect(try await stage.start().outcome.word == "number limited 3600")
    }

    @Test func `are counted over all clients and addresses, authenticated or not`() async throws {
        let stage = try await LoginStage.open(limits: limits)
        for number in 1...10 {
            let answer = try await stage.start(
                client: number.isMultiple(of: 2) ? "client" : "other", isAuthenticated: number.isMultiple(of: 3),
                address: "192.0.2.\(number)")
            #expect(answer.outcome.word == "started")
        }
        #expect(try await stage.start(isAuthenticated: true).outcome.word == "number limited 3600")
        #expect(try await stage.start(.sample(2)).outcome.word == "started")
    }

    @Test func `are counted also when the provider did not take them`() async throws {
        let stage = try await LoginStage.open(limits: limits)
        stage.messenger.onMessage { _ in .refused(.init(forCaller: "no")) }
        for _ in 1...10 { #expect(try await stage.start().outcome.word == "provider failed: no") }
        #expect(try await stage.start().outcome.word == "number limited 3600")
    }

    @Test func `that are refused are not counted, and leave an event`() async throws {
        let stage = try await LoginStage.open(limits: limits)
        for _ in 1...15 { _ = try await stage.start() }
        #expect(try await stage.history().sends.count == 10)
        #expect(try await stage.events().filter { $0.type == .sendsPaused }.count == 5)
    }

    @Test func `have no limit where the operator turned it off`() async throws {
        let stage = try await LoginStage.open()
        for _ in 1...40 { #expect(try await stage.start().outcome.word == "started") }
    }

    @Test func `are limited a day only, where the operator wants that`() async throws {
        let stage = try await LoginStage.open(
            limits: .init(startsPerAddressPerHour: nil, sendsPerNumberPerHour: nil, sendsPerNumberPerDay: 12))
        for _ in 1...12 { #expect(try await stage.start().outcome.word == "started") }
        #expect(try await stage.start().outcome.word == "number limited 86400")
    }

    @Test func `pass one at a time when many are asked for at once`() async throws {
        let stage = try await LoginStage.open(limits: limits)
        let words = try await atOnce(40) { _ in try await stage.start().outcome.word }
        #expect(words.filter { $0 == "started" }.count == 10)
        #expect(stage.messenger.messages.count == 10)
    }
}

@Suite struct `Starts from one address` {
    private let limits = AbusePolicy.Limits(sendsPerNumberPerHour: nil, sendsPerNumberPerDay: nil)

    @Test func `are at most fifty at once, then one every 72 seconds`() async throws {
        let stage = try await LoginStage.open(limits: limits)
        for number in 1...50 {
            let answer = try await stage.start(.sample(number))
            #expect(answer.outcome.word == "started")
            #expect(answer.limit?.remaining == 50 - number)
        }
        #expect(try await stage.start().outcome.word == "address limited 72")
        stage.test.clock.advance(by: .seconds(71))
        #expect(try await stage.start().outcome.word == "address limited 1")
        stage.test.clock.advance(by: .seconds(1))
        #expect(try await stage.start().outcome.word == "started")
        #expect(try await stage.start().outcome.word == "address limited 72")
    }

    @Test func `are refused from memory with the same headers as from the store`() async throws {
        let stage = try await LoginStage.open(limits: .init(startsPerAddressPerHour: 2))
        for _ in 1...2 { _ = try await stage.start() }
        let fromStore = try await stage.start().limit
        let fromMemory = try await stage.start().limit
        #expect(fromStore == fromMemory)
        #expect(try await stage.events().filter { $0.type == .rateLimited }.count == 1)
    }

    @Test func `are not counted for authenticated calls`() async throws {
        let stage = try await LoginStage.open(limits: .init(startsPerAddressPerHour: 1, sendsPerNumberPerHour: nil))
        _ = try await stage.start()
        #expect(try await stage.start().outcome.word == "address limited 3600")
        let answer = try await stage.start(isAuthenticated: true)
        #expect(answer.outcome.word == "started")
        #expect(answer.limit == nil)
    }

    @Test(arguments: [
        ("192.0.2.1", "192.0.2.2", "started"), ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", "address limited 3600"),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", "started"),
    ])
    func `count IPv4 addresses whole and IPv6 addresses by their /64`(first: String, second: String, word: String)
        async throws
    {
        let stage = try await LoginStage.open(limits: .init(startsPerAddressPerHour: 1))
        _ = try await stage.start(.sample(1), address: first)
        #expect(try await stage.start(.sample(2), address: second).outcome.word == word)
    }
}

/// Does something many times at once.
func atOnce<T: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) async throws -> T) async throws -> [T] {
    try await withThrowingTaskGroup(of: T.self) { group in
        for number in 0..<count { group.addTask { try await body(number) } }
        var all: [T] = []
        for try await one in group { all.append(one) }
        return all
    }
}
