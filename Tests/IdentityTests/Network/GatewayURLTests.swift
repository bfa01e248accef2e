import Identity
import Testing

@Suite struct `A gateway URL` {
    @Test func `is taken apart`() throws {
        let url = try GatewayURL("https://SMS.Example.com:8443/v1/send?tenant=a%20b&x=/?")
        #expect(url.scheme == .https)
        #expect(url.host == .name("sms.example.com"))
        #expect(url.port == 8443)
        #expect(url.target == "/v1/send?tenant=a%20b&x=/?")
    }

    @Test(arguments: [
        ("http://example.com", "/"), ("http://example.com/", "/"), ("http://example.com?to=1", "/?to=1"),
        ("http://example.com/a/../b//c;d=e", "/a/../b//c;d=e"), ("http://example.com/@:!$&'()*+,=~", "/@:!$&'()*+,=~"),
    ])
    func `keeps path and query as written, with the slash`(text: String, target: String) throws {
        #expect(try GatewayURL(text).target == target)
    }

    @Test(arguments: [
        ("http://example.com", 80), ("https://example.com", 443), ("http://example.com:443", 443),
        ("https://example.com:1", 1), ("https://[2001:db8::1]:65535", 65535),
    ])
    func `has the scheme's port unless it names one`(text: String, port: Int) throws {
        #expect(try GatewayURL(text).port == port)
    }

    @Test(arguments: [
        ("http://localhost", "localhost"), ("http://sms", "sms"), ("http://example.com.", "example.com"),
        ("http://EXAMPLE.com", "example.com"), ("http://my_gateway.internal", "my_gateway.internal"),
        ("http://1.2.3.4.example", "1.2.3.4.example"), ("http://0x7f.example", "0x7f.example"),
        ("http://123.org", "123.org"), ("http://xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("http://a.1b", "a.1b"),
    ])
    func `may have a name for host`(text: String, name: String) throws {
        #expect(try GatewayURL(text).host == .name(name))
    }

    @Test(arguments: [
        ("http://192.0.2.1", "192.0.2.1"), ("http://192.0.2.1:80", "192.0.2.1"),
        ("http://[2001:DB8::1]", "2001:db8::1"),
        ("http://[::ffff:10.0.0.1]:1/", "::ffff:10.0.0.1"),
    ])
    func `may have an address for host`(text: String, address: String) throws {
        #expect(try GatewayURL(text).host == .address(try #require(IPAddress(address))))
    }

    @Test(arguments: [
        ("HTTP://Example.COM:80", "http://example.com/"),
        ("https://example.com.:8443?q", "https://example.com:8443/?q"),
        ("https://[2001:DB8::0]:443/A", "https://[2001:db8::]/A"),
    ])
    func `is written in one form`(text: String, written: String) throws {
        #expect(try GatewayURL(text).description == written)
    }

    @Test(arguments: [
        ("http://example.com:80", "example.com"), ("https://example.com:80", "example.com:80"),
        ("http://[::1]", "[::1]"), ("http://[::1]:8080", "[::1]:8080"),
    ])
    func `gives host and port for the Host header`(text: String, authority: String) throws {
        #expect(try GatewayURL(text).authority == authority)
    }

    @Test func `may have 255 characters`() throws {
        let text = "http://example.com/" + String(repeating: "a", count: 236)
        #expect(try GatewayURL(text).target.count == 237)
    }

    private static let longLabel = String(repeating: "a", count: 64)
    // 255 characters are too few for a scheme and a name beyond 253; the label's bound is the one that can be met.
    private static let refused: [(String, GatewayURL.Problem)] = [
        ("", .empty),
        ("http://example.com/" + String(repeating: "a", count: 237), .tooLong),
        ("http://example.com/a b", .forbiddenByte),
        ("http://example.com/a\tb", .forbiddenByte),
        ("http://example.com/\r\nX: y", .forbiddenByte),
        ("http://example.com/\u{7f}", .forbiddenByte),
        ("http://example.com\\a", .forbiddenByte),
        ("example.com", .scheme),
        ("ftp://example.com", .scheme),
        ("httpss://example.com", .scheme),
        ("http:/example.com", .scheme),
        ("javascript:http://example.com", .scheme),
        ("http://example.com/#", .fragment),
        ("http://user@example.com", .userInfo),
        ("http://user:secret@example.com/", .userInfo),
        ("http://@example.com", .userInfo),
        ("http://example.com:", .port),
        ("http://example.com:/", .port),
        ("http://example.com:0", .port),
        ("http://example.com:080", .port),
        ("http://example.com:65536", .port),
        ("http://example.com:999999", .port),
        ("http://example.com:8o", .port),
        ("http://example.com:-1", .port),
        ("http://", .hostMissing),
        ("http:///path", .hostMissing),
        ("http://:80", .hostMissing),
        ("http://?q", .hostMissing),
        ("http://.", .hostName),
        ("http://example..com", .hostName),
        ("http://.example.com", .hostName),
        ("http://example.com..", .hostName),
        ("http://-example.com", .hostName),
        ("http://example-.com", .hostName),
        ("http://exam*ple.com", .hostName),
        ("http://example.com,example.org", .hostName),
        ("http://\(longLabel).com", .hostName),
        ("http://1.2.3.4.", .hostNumber),
        ("http://example.1", .hostNumber),
        ("http://example.0xcafe", .hostNumber),
        ("http://example.0x", .hostNumber),
        ("http://bücher.example", .hostNotASCII),
        ("http://１.1.1.1", .hostNotASCII),
        ("http://ex%61mple.com", .hostEscaped),
        ("http://[::1", .address),
        ("http://[::1]x", .address),
        ("http://[]", .address),
        ("http://[1.1.1.1]", .address),
        ("http://[fe80::1%25eth0]", .address),
        ("http://[v1.a]", .address),
        ("http://example.com/ü", .target),
        ("http://example.com/<a>", .target),
        ("http://example.com/?a[]=1", .target),
        ("http://example.com/%", .target),
        ("http://example.com/%4", .target),
        ("http://example.com/%zz", .target),
    ]

    @Test(arguments: refused)
    func `is refused with the reason`(text: String, problem: GatewayURL.Problem) {
        #expect(throws: problem) { try GatewayURL(text) }
    }

    @Test func `is refused with a sentence that does not repeat it`() {
        for (_, problem) in Self.refused {
            #expect(problem.description.hasSuffix("."))
            #expect(!problem.description.contains("example"))
        }
    }
}
