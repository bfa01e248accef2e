import HTTPTypes
import Identity
import TestSupport
import Testing

@Suite struct `Limits at passwordless start` {
    private func limited(_ limits: AbusePolicy.Limits) async throws -> TestServer {
        try await TestServer.withShop(limits: limits, proxies: TrustedProxies([]))
    }

    private func start(_ server: TestServer, _ number: Int) async throws -> TestAnswer {
        try await server.start(["phone_number": .string("+8190\(10_000_000 + number)")])
    }

    // C2: 50 an hour per address for unauthenticated calls, with headers on each answer and Retry-After on the 51st.
    @Test func `let fifty unauthenticated calls through and refuse the next`() async throws {
        let server = try await limited(.init())
        let now = server.clock.now().seconds
        for number in 1...50 {
            let answer = try await start(server, number)
            #expect(answer.status == 200)
            #expect(answer.headers[text: "x-ratelimit-limit"] == "50")
            #expect(answer.headers[text: "x-ratelimit-remaining"] == "\(50 - number)")
            #expect(answer.headers[text: "x-ratelimit-reset"] == "\(now + 72 * number)")
            #expect(answer.headers[text: "retry-after"] == nil)
        }
        let answer = try await start(server, 51)
        #expect(
            answer.refusal
                == Refusal(
                    429, "too_many_requests", "Too many codes were asked for from this address. Try again later."))
        #expect(answer.headers[text: "x-ratelimit-limit"] == "50")
        #expect(answer.headers[text: "x-ratelimit-remaining"] == "0")
        #expect(answer.headers[text: "x-ratelimit-reset"] == "\(now + 3_600)")
        #expect(answer.headers[text: "retry-after"] == "72")
        #expect(server.provider.messages.count == 50)
    }

    // C2: the headers are there also when the call fails after it was counted.
    @Test func `are told also with errors`() async throws {
        let server = try await TestServer.withShop(options: ["disable_signup": true], limits: .init())
        #expect(try await server.start().headers[text: "x-ratelimit-remaining"] == "49")
        let failing = try await limited(.init())
        failing.provider.answer(.refused(DeliveryProblem(forCaller: "no")))
        #expect(try await failing.start().headers[text: "x-ratelimit-remaining"] == "49")
    }

    // C2: calls that are malformed cost nothing.
    @Test func `do not count what was refused before`() async throws {
        let server = try await limited(.init(startsPerAddressPerHour: 1))
        #expect(try await server.start(["phone_number": "1"]).status == 400)
        #expect(try await server.start(["connection": "nowhere"]).status == 400)
        #expect(try await server.start().status == 200)
        #expect(try await server.start().status == 429)
    }

    // C2: authenticated calls do not count against the address.
    @Test func `let authenticated calls through`() async throws {
        let server = try await limited(.init(startsPerAddressPerHour: 1, sendsPerNumberPerHour: nil))
        #expect(try await server.start().status == 200)
        #expect(try await server.start().status == 429)
        let answer = try await server.start(["client_id": "shop", "client_secret": .string(TestServer.secret)])
        #expect(answer.status == 200)
        #expect(answer.headers[text: "x-ratelimit-limit"] == nil)
    }

    // C2: the caller is who the trusted proxy says.
    @Test func `count the address that a trusted proxy names`() async throws {
        let network = try #require(IPNetwork("127.0.0.0/8"))
        let server = try await TestServer.withShop(
            limits: .init(startsPerAddressPerHour: 1), proxies: TrustedProxies([network]))
        #expect(try await server.start(headers: .one("x-forwarded-for", "192.0.2.1")).status == 200)
        #expect(try await server.start(headers: .one("x-forwarded-for", "192.0.2.1")).status == 429)
        #expect(try await server.start(headers: .one("x-forwarded-for", "192.0.2.2")).status == 200)
    }

    // C2: the header of a stranger is not believed.
    @Test func `do not believe a caller about its address`() async throws {
        let server = try await limited(.init(startsPerAddressPerHour: 1))
        #expect(try await server.start(headers: .one("x-forwarded-for", "192.0.2.1")).status == 200)
        #expect(try await server.start(headers: .one("x-forwarded-for", "192.0.2.2")).status == 429)
    }

    // C2: 429 too_many_requests, also for a number that got ten messages in an hour.
    @Test func `refuse a number that got ten messages`() async throws {
        let server = try await limited(.init(startsPerAddressPerHour: nil))
        for _ in 1...10 { #expect(try await server.start().status == 200) }
        let answer = try await server.start()
        #expect(
            answer.refusal
                == Refusal(429, "too_many_requests", "Too many messages were sent to this number. Try again later."))
        #expect(answer.headers[text: "retry-after"] == "3600")
    }
}
