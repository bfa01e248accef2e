import Identity
import SMS
import TestSupport
import Testing

@Suite struct `A gateway in a place that is not allowed` {
    @Test func `is not called at its address`() async throws {
        try await withServer(answer(200)) { server in
            try await withProviders(Setup(allow: [])) { providers in
                let delivery = await providers.send(
                    .sample(), through: .gateway(at: "http://127.0.0.1:\(server.port)/"))
                #expect(delivery.isRefused)
            }
            #expect(server.connections == 0)
        }
    }

    @Test func `tells the caller nothing about the network`() async throws {
        try await withProviders(Setup(allow: [])) { providers in
            let delivery = await providers.send(.sample(), through: .gateway(at: "http://10.1.2.3/"))
            #expect(delivery.text == "Could not reach the SMS gateway")
        }
    }

    @Test(arguments: ["10.1.2.3", "RFC 1918", "10.0.0.0/8", "WATCHWORD_EGRESS_ALLOW", "gateway.test:8080"])
    func `tells the operator what is wrong and what to set`(part: String) async throws {
        try await withProviders(Setup(allow: [], resolver: TurningNames(["10.1.2.3"]))) { providers in
            let delivery = await providers.send(.sample(), through: .gateway(at: "http://gateway.test:8080/"))
            #expect(delivery.detail?.contains(part) == true)
        }
    }

    @Test func `is not called when any of its addresses is there`() async throws {
        try await withServer(answer(200), host: "127.0.0.2") { server in
            let names = TurningNames(["127.0.0.2", "127.0.0.1"])
            try await withProviders(Setup(allow: ["127.0.0.2/32"], resolver: names)) { providers in
                let url = "http://rebind.test:\(server.port)/"
                #expect(await providers.send(.sample(), through: .gateway(at: url)).isRefused)
            }
            #expect(server.connections == 0)
        }
    }

    @Test func `is not called when its name moves there between two messages`() async throws {
        try await withServer(answer(200), host: "127.0.0.2") { allowed in
            try await withServer(answer(200), host: "127.0.0.1", port: allowed.port) { forbidden in
                let clock = ManualClock()
                let names = TurningNames(["127.0.0.2"], ["127.0.0.1"])
                let setup = Setup(allow: ["127.0.0.2/32"], resolver: names, clock: clock)
                let accepted = try await withProviders(setup) { providers in
                    var accepted = 0
                    for _ in 1...40 {
                        let url = "http://rebind.test:\(allowed.port)/"
                        if await providers.send(.sample(), through: .gateway(at: url)) == .accepted {
                            accepted += 1
                        }
                        clock.advance(by: .seconds(1))
                    }
                    return accepted
                }
                #expect(forbidden.connections == 0)
                #expect(accepted == 30)
            }
        }
    }

    @Test func `does not stand in the way of Twilio, which the operator chose`() async throws {
        try await withServer(answer(201)) { server in
            try await withProviders(Setup(allow: [], twilio: "http://127.0.0.1:\(server.port)")) { providers in
                #expect(await providers.send(.sample(), through: .twilio()) == .accepted)
            }
        }
    }
}
