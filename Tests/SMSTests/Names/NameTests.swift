import Identity
import SMS
import TestSupport
import Testing

@Suite struct `A gateway with a name` {
    @Test func `is called by its name at its address`() async throws {
        try await withServer(answer(200)) { server in
            try await withProviders(Setup(resolver: TurningNames(["127.0.0.1"]))) { providers in
                let url = "http://Gateway.Test:\(server.port)/"
                #expect(await providers.send(.sample(), through: .gateway(at: url)) == .accepted)
            }
            #expect(server.requests.first?.values(of: "Host") == ["gateway.test:\(server.port)"])
        }
    }

    @Test func `is looked up once in half a minute`() async throws {
        try await withServer(answer(200)) { server in
            let names = TurningNames(["127.0.0.1"])
            let clock = ManualClock()
            try await withProviders(Setup(resolver: names, clock: clock)) { providers in
                let provider = SMSOptions.Provider.gateway(at: "http://gateway.test:\(server.port)/")
                for _ in 1...3 { _ = await providers.send(.sample(), through: provider) }
                #expect(names.lookUps == 1)
                clock.advance(by: .seconds(30))
                _ = await providers.send(.sample(), through: provider)
                #expect(names.lookUps == 2)
            }
        }
    }

    @Test func `is called at another address when nobody listens at the first`() async throws {
        try await withServer(answer(200)) { server in
            let setup = Setup(allow: ["127.0.0.0/8"], resolver: TurningNames(["127.0.0.3", "127.0.0.1"]))
            try await withProviders(setup) { providers in
                let url = "http://gateway.test:\(server.port)/"
                #expect(await providers.send(.sample(), through: .gateway(at: url)) == .accepted)
            }
        }
    }

    @Test func `is one of more than there are clients for`() async throws {
        try await withServer(answer(200)) { server in
            try await withProviders(Setup(resolver: TurningNames(["127.0.0.1"]))) { providers in
                for number in Array(1...70) + [1] {
                    let url = "http://gateway-\(number).test:\(server.port)/"
                    #expect(await providers.send(.sample(), through: .gateway(at: url)) == .accepted)
                }
            }
        }
    }

    @Test func `is unreachable when the name has no address`() async throws {
        try await withProviders { providers in
            let delivery = await providers.send(.sample(), through: .gateway(at: "http://gateway.test/"))
            #expect(delivery.isRefused)
            #expect(delivery.text == "Could not connect to the SMS gateway: ENOTFOUND")
        }
    }

    @Test func `is given up at the deadline when its name server hangs`() async throws {
        let setup = Setup(deadline: .milliseconds(200), resolver: HangingNames(hanging: "slow.test", others: []))
        try await withProviders(setup) { providers in
            let delivery = await providers.send(.sample(), through: .gateway(at: "http://slow.test/"))
            #expect(delivery.text == "Timeout while calling the SMS gateway: ETIMEDOUT")
        }
    }

    @Test func `does not wait for another's name server`() async throws {
        try await withServer(answer(200)) { server in
            let names = HangingNames(hanging: "slow.test", others: ["127.0.0.1"])
            try await withProviders(Setup(resolver: names)) { providers in
                let slow = Task { await providers.send(.sample(), through: .gateway(at: "http://slow.test/")) }
                let url = "http://quick.test:\(server.port)/"
                #expect(await providers.send(.sample(), through: .gateway(at: url)) == .accepted)
                slow.cancel()
            }
        }
    }
}
