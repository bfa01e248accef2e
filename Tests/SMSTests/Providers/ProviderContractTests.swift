import Identity
import NIOCore
import SMS
import Testing

/// What every provider must do, whoever is on the other side.
@Suite struct `An SMS provider` {
    // C1, row 21: 200 is success.
    @Test(arguments: Wire.allCases)
    func `counts its success status as accepted`(wire: Wire) async throws {
        #expect(try await delivery(over: wire, to: answer(wire.success)) == .accepted)
    }

    // C1, rows 21 to 23: every other status is a failure, and 401 has a text of its own.
    @Test(arguments: Wire.allCases, [200, 201, 202, 204, 301, 302, 401, 403, 429, 500, 503])
    func `counts any other status as refused`(wire: Wire, status: Int) async throws {
        guard status != wire.success else { return }
        let delivery = try await delivery(over: wire, to: answer(status))
        #expect(delivery.isRefused)
        #expect(delivery.text?.contains("\(status)") == true)
    }

    // C1, row 26: a redirect is a failure like any other, and is not followed.
    @Test(arguments: Wire.allCases, [301, 302, 303, 307, 308])
    func `follows no redirect`(wire: Wire, status: Int) async throws {
        try await withServer(answer(200)) { elsewhere in
            let location = "Location: http://127.0.0.1:\(elsewhere.port)/"
            let delivery = try await delivery(over: wire, to: answer(status, location))
            #expect(delivery.isRefused)
            #expect(elsewhere.connections == 0)
        }
    }

    // C1, row 24: the deadline.
    @Test(arguments: Wire.allCases)
    func `waits for the head no longer than the deadline`(wire: Wire) async throws {
        let delivery = try await delivery(over: wire, to: .silence, deadline: .seconds(4))
        #expect(delivery.isUnknown)
        #expect(delivery.text == "Timeout while calling \(wire.name): ESOCKETTIMEDOUT")
    }

    @Test(arguments: Wire.allCases)
    func `does not let a dripping head stretch the deadline`(wire: Wire) async throws {
        let head = head(wire.success, ["X-Filler: " + String(repeating: "x", count: 500)])
        let delivery = try await delivery(
            over: wire, to: .drip(head, every: .milliseconds(20)), deadline: .seconds(4))
        #expect(delivery.text == "Timeout while calling \(wire.name): ESOCKETTIMEDOUT")
    }

    // C1, row 20: body and content type do not count.
    @Test(arguments: Wire.allCases)
    func `does not wait for the body of a success`(wire: Wire) async throws {
        let head = head(wire.success, ["Content-Length: 9000"])
        #expect(try await delivery(over: wire, to: .answer(head)) == .accepted)
    }

    @Test(arguments: Wire.allCases)
    func `drops the connection of an endless body`(wire: Wire) async throws {
        try await withServer(.answerEndlessly(head(wire.success))) { server in
            let authority = "127.0.0.1:\(server.port)"
            try await withProviders(Setup(twilio: "http://\(authority)")) { providers in
                #expect(await providers.send(.sample(), through: wire.provider(at: authority)) == .accepted)
                await server.connectionClosed()
            }
        }
    }

    @Test(arguments: Wire.allCases)
    func `drops the connection of a body that does not end in time`(wire: Wire) async throws {
        try await withServer(.answer(head(wire.success, ["Content-Length: 10"]))) { server in
            let authority = "127.0.0.1:\(server.port)"
            try await withProviders(Setup(twilio: "http://\(authority)")) { providers in
                #expect(await providers.send(.sample(), through: wire.provider(at: authority)) == .accepted)
                await server.connectionClosed()
            }
        }
    }

    @Test(arguments: Wire.allCases, ["", "OK"])
    func `keeps the connection for the next message`(wire: Wire, body: String) async throws {
        let head = head(wire.success, ["Content-Length: \(body.utf8.count)"])
        try await withServer(.answer(head + body)) { server in
            let authority = "127.0.0.1:\(server.port)"
            try await withProviders(Setup(twilio: "http://\(authority)")) { providers in
                for _ in 1...10 { _ = await providers.send(.sample(), through: wire.provider(at: authority)) }
            }
            #expect(server.requests.count == 10)
            // The caller has its answer before the connection is free again, so a second one may be opened.
            #expect(server.connections < 5)
        }
    }

    @Test(arguments: Wire.allCases)
    func `takes the answers of a server that closes with each of them`(wire: Wire) async throws {
        let answer = head(wire.success, ["Content-Length: 2", "Connection: close"]) + "OK"
        try await withServer(.answerAndClose(answer)) { server in
            let provider = wire.provider(at: "127.0.0.1:\(server.port)")
            try await withProviders(Setup(twilio: "http://127.0.0.1:\(server.port)")) { providers in
                let accepted = await withTaskGroup { group in
                    for _ in 1...50 { group.addTask { await providers.send(.sample(), through: provider) } }
                    return await group.reduce(0) { $0 + ($1 == .accepted ? 1 : 0) }
                }
                #expect(accepted == 50)
            }
        }
    }

    // C1, row 26: a refused connection.
    @Test(arguments: Wire.allCases)
    func `is unreachable where nobody listens`(wire: Wire) async throws {
        let authority = "127.0.0.1:\(try await freePort())"
        try await withProviders(Setup(twilio: "http://\(authority)")) { providers in
            let delivery = await providers.send(.sample(), through: wire.provider(at: authority))
            #expect(delivery.isRefused)
            #expect(delivery.text == "Could not connect to \(wire.name): ECONNREFUSED")
        }
    }

    @Test(arguments: Wire.allCases)
    func `does not know what became of a message after a reset`(wire: Wire) async throws {
        let delivery = try await delivery(over: wire, to: .resetAfterRequest)
        #expect(delivery.isUnknown)
        #expect(delivery.text == "The connection to \(wire.name) was lost: ECONNRESET")
    }

    @Test(arguments: Wire.allCases)
    func `does not know what became of a message after a close`(wire: Wire) async throws {
        let delivery = try await delivery(over: wire, to: .closeAfterRequest)
        #expect(delivery.isUnknown)
        #expect(delivery.text == "The connection to \(wire.name) was lost: ECONNRESET")
    }

    @Test(arguments: Wire.allCases)
    func `reports a connection that is reset before the request`(wire: Wire) async throws {
        // Whether the head had left already is the kernel's secret, so both endings are right.
        let text = try #require(try await delivery(over: wire, to: .resetAtOnce).text)
        #expect(text.contains("ECONNRESET") || text.contains("EPIPE"))
    }

    @Test(arguments: Wire.allCases)
    func `does not take garbage for an answer`(wire: Wire) async throws {
        let delivery = try await delivery(over: wire, to: .answer("SMTP 200 fine\r\n\r\n"))
        #expect(delivery.isUnknown)
        #expect(delivery.text == "Malformed response while calling \(wire.name): HPE_INVALID_CONSTANT")
    }

    // C1, row 26: a TLS failure.
    @Test(arguments: Wire.allCases)
    func `sends nothing to a server without TLS when the URL says https`(wire: Wire) async throws {
        let delivery = try await delivery(over: wire, to: .greet("220 ready\r\n"), scheme: "https")
        #expect(delivery.isRefused)
        #expect(delivery.text == "TLS handshake with \(wire.name) failed")
    }

    @Test(arguments: Wire.allCases)
    func `sends nothing after the end`(wire: Wire) async throws {
        try await withServer(answer(wire.success)) { server in
            let authority = "127.0.0.1:\(server.port)"
            try await withProviders(Setup(twilio: "http://\(authority)")) { providers in
                await providers.shutdown()
                #expect(await providers.send(.sample(), through: wire.provider(at: authority)).isRefused)
            }
            #expect(server.connections == 0)
        }
    }
}
