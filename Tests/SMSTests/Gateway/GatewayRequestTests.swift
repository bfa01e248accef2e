import GatewayKit
import Identity
import SMS
import Testing

@Suite struct `A request to a gateway` {
    /// What the gateway got for one message.
    private func request(
        _ message: SMSMessage, path: String = "/send", authentication: JSON? = Secrets.authentication
    ) async throws -> RecordedRequest {
        try await withServer(answer(200)) { server in
            try await withProviders { providers in
                let url = "http://127.0.0.1:\(server.port)\(path)"
                let provider = SMSOptions.Provider.gateway(at: url, authentication: authentication)
                #expect(await providers.send(message, through: provider) == .accepted)
            }
            return try #require(server.requests.first)
        }
    }

    @Test(arguments: ["/", "/v1/send?tenant=a%20b&x=/?", "/a/../b//c;d=e", "/@:!$&'()*+,=~%2F", "/?q"])
    func `goes to the path and query as they were written`(path: String) async throws {
        #expect(try await request(.sample(), path: path).line == "POST \(path) HTTP/1.1")
    }

    // C1, rows 17 and 19: POST, and the body's three members.
    @Test func `is JSON`() async throws {
        let request = try await request(.sample())
        #expect(request.values(of: "Content-Type") == ["application/json"])
        #expect(
            request.body == #"{"recipient":"+819012345678","body":"Your code is 424242","sender":"+1 234 567"}"#)
    }

    @Test func `says who calls`() async throws {
        #expect(try await request(.sample()).values(of: "User-Agent") == ["Watchword"])
    }

    @Test func `names host and port once`() async throws {
        let hosts = try await request(.sample()).values(of: "Host")
        #expect(hosts.count == 1)
        #expect(hosts.first?.hasPrefix("127.0.0.1:") == true)
    }

    @Test func `carries the message's id`() async throws {
        #expect(try await request(.sample(id: "m-7")).values(of: GatewayMessage.idHeader) == ["m-7"])
    }

    @Test func `has no sender where there is none`() async throws {
        let request = try await request(.sample(sender: nil))
        #expect(request.body == #"{"recipient":"+819012345678","body":"Your code is 424242"}"#)
    }

    @Test(arguments: ["quote \" backslash \\ slash /", "line\nfeed\ttab\r\u{1}", "日本語 👋🏽 é", "\u{2028}", "</script>"])
    func `carries any text unchanged`(text: String) async throws {
        let request = try await request(.sample(body: text, sender: text))
        let message = try GatewayMessage(json: Array(request.body.utf8))
        #expect(message.body == text)
        #expect(message.sender == text)
    }

    // C1, row 18: `req` on demand.
    @Test func `tells who asked when the connection forwards it`() async throws {
        let caller = Caller(address: try #require(IPAddress("192.0.2.7")), userAgent: "Browser \"1\"")
        let request = try await request(.sample(caller: caller))
        let message = try GatewayMessage(json: Array(request.body.utf8))
        #expect(message.req == GatewayMessage.Request(ip: "192.0.2.7", userAgent: "Browser \"1\""))
    }

    @Test func `leaves out a User-Agent that the caller did not send`() async throws {
        let caller = Caller(address: try #require(IPAddress("2001:db8::7")), userAgent: nil)
        let request = try await request(.sample(caller: caller))
        #expect(request.body.hasSuffix(#","req":{"ip":"2001:db8::7"}}"#))
    }

    // C1, row 13: authentication is optional.
    @Test func `has no token without authentication`() async throws {
        #expect(try await request(.sample(), authentication: nil).values(of: "Authorization") == [])
    }
}
