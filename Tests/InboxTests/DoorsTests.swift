import HTTPTypes
import HummingbirdTesting
import Testing

@Suite(.serialized) struct `The inbox's door` {
    @Test(arguments: ["localhost", "LOCALHOST:8025", "127.0.0.1", "127.0.0.1:80", "[::1]", "[::1]:8025"])
    func `opens to a loopback name`(host: String) async throws {
        try await LiveInbox.run { port in
            let answer = try await RawConnection.exchange(
                port: port, "GET / HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 200 "))
        }
    }

    @Test(arguments: [
        "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "localhost:x", "localhost@evil.example",
        "192.0.2.1", "0.0.0.0", "::1", "",
    ])
    func `stays shut to any other name`(host: String) async throws {
        try await LiveInbox.run { port in
            let answer = try await RawConnection.exchange(
                port: port, "POST /sms HTTP/1.1\r\nHost: \(host)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 403 "))
            #expect(answer.contains("host_not_allowed"))
        }
    }

    @Test(arguments: ["http://evil.example", "null", "https://localhost", "http://localhost:1"])
    func `stays shut to another site's page`(origin: String) async throws {
        try await InboxSetup.inbox { inbox in
            let response = try await inbox.send(.delete, "/api/messages", "{}", headers: [.origin: origin])
            #expect(response.status == .forbidden)
        }
    }

    @Test func `opens to the inbox's own page`() async throws {
        try await InboxSetup.inbox { inbox in
            let response = try await inbox.send(.delete, "/api/messages", "{}", headers: [.origin: "http://localhost"])
            #expect(response.status == .noContent)
        }
    }

    @Test(arguments: ["text/plain", "application/x-www-form-urlencoded", "application/jsonp"])
    func `stays shut to a form`(type: String) async throws {
        try await InboxSetup.inbox { inbox in
            let headers: HTTPFields = [.origin: "http://localhost", .contentType: type]
            let response = try await inbox.send(.post, "/sms", #"{"recipient":"+1","body":"x"}"#, headers: headers)
            #expect(response.status == .unsupportedMediaType)
        }
    }

    @Test func `asks for JSON when a number shall misbehave`() async throws {
        try await InboxSetup.inbox { inbox in
            let response = try await inbox.send(
                .put, "/api/numbers/+1", #"{"status":500}"#, headers: [.contentType: "text/plain"])
            #expect(response.status == .unsupportedMediaType)
        }
    }

    @Test(arguments: ["/", "/inbox.css", "/api/messages", "/nowhere"])
    func `allows nothing from elsewhere`(path: String) async throws {
        try await InboxSetup.inbox { inbox in
            let headers = try await inbox.send(.get, path).headers
            #expect(headers[.contentSecurityPolicy]?.hasPrefix("default-src 'none'; script-src 'self'") == true)
            #expect(headers[.accessControlAllowOrigin] == nil)
        }
    }
}
