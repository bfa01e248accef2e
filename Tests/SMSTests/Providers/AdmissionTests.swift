import Identity
import SMS
import Testing

@Suite struct `The places for messages under way` {
    @Test func `are as many as the settings say`() async throws {
        try await withProviders(Setup(maximumInFlight: 3)) { providers in
            #expect((1...5).map { _ in providers.reservePlace() } == [true, true, true, false, false])
        }
    }

    @Test func `can be taken again`() async throws {
        try await withProviders(Setup(maximumInFlight: 1)) { providers in
            _ = providers.reservePlace()
            _ = providers.reservePlace()
            providers.releasePlace()
            #expect(providers.reservePlace())
        }
    }

    @Test func `are never more, however many ask at once`() async throws {
        try await withProviders(Setup(maximumInFlight: 50)) { providers in
            let taken = await withTaskGroup { group in
                for _ in 1...500 { group.addTask { providers.reservePlace() } }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(taken == 50)
        }
    }

    @Test func `let a slow gateway hold back nobody else`() async throws {
        try await withServer(.silence) { slow in
            try await withServer(answer(200)) { quick in
                try await withProviders { providers in
                    let waiting = (1...30).map { _ in
                        Task {
                            await providers.send(.sample(), through: .gateway(at: "http://127.0.0.1:\(slow.port)/"))
                        }
                    }
                    let url = "http://127.0.0.1:\(quick.port)/"
                    #expect(await providers.send(.sample(), through: .gateway(at: url)) == .accepted)
                    for message in waiting { message.cancel() }
                }
            }
        }
    }

    @Test func `are of no use without a provider`() async throws {
        try await withProviders { providers in
            let delivery = await providers.send(.sample(), through: .incomplete("the connection has no gateway_url"))
            #expect(delivery.isRefused)
            #expect(delivery.text == "The SMS provider of this connection is not fully configured")
            #expect(delivery.detail?.contains("the connection has no gateway_url") == true)
        }
    }
}
