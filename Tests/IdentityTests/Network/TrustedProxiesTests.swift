import Identity
import Testing

@Suite struct `The client's address behind trusted proxies` {
    private let proxies = TrustedProxies(["10.0.0.0/8", "fd00::/8"].compactMap { IPNetwork($0) })

    private func client(_ peer: String, _ lines: [String]) throws -> String {
        proxies.clientAddress(peer: try #require(IPAddress(peer)), forwardedFor: lines).description
    }

    @Test(arguments: ["198.51.100.1", "2001:db8::1", "127.0.0.1"])
    func `is the peer's when the peer is not trusted`(peer: String) throws {
        #expect(try client(peer, ["203.0.113.9"]) == peer)
    }

    @Test func `is the peer's when nobody is trusted`() throws {
        let peer = try #require(IPAddress("10.0.0.1"))
        #expect(TrustedProxies([]).clientAddress(peer: peer, forwardedFor: ["203.0.113.9"]) == peer)
    }

    @Test func `is the peer's without the header`() throws {
        #expect(try client("10.0.0.1", []) == "10.0.0.1")
    }

    @Test(arguments: [
        (["203.0.113.9"], "203.0.113.9"),
        (["1.1.1.1, 203.0.113.9"], "203.0.113.9"),
        (["1.1.1.1, 203.0.113.9, 10.1.1.1,10.2.2.2"], "203.0.113.9"),
        (["1.1.1.1", "203.0.113.9,10.1.1.1", "10.2.2.2"], "203.0.113.9"),
        (["203.0.113.9", "fd00::7"], "203.0.113.9"),
        (["2001:db8::5, [fd00::7]:1234"], "2001:db8::5"),
    ])
    func `is the first untrusted one from the right`(lines: [String], expected: String) throws {
        #expect(try client("10.0.0.1", lines) == expected)
    }

    @Test func `is the leftmost when all are trusted`() throws {
        #expect(try client("10.0.0.1", ["10.0.0.4, 10.0.0.3", "10.0.0.2"]) == "10.0.0.4")
    }

    @Test(arguments: [
        ("203.0.113.9:5678", "203.0.113.9"), ("[2001:db8::5]:443", "2001:db8::5"), ("[2001:db8::5]", "2001:db8::5"),
        ("2001:db8::5", "2001:db8::5"), ("\t 203.0.113.9 \t", "203.0.113.9"), ("203.0.113.9:65535", "203.0.113.9"),
    ])
    func `may come with port, brackets and blanks`(entry: String, expected: String) throws {
        #expect(try client("10.0.0.1", [entry]) == expected)
    }

    @Test(arguments: [
        "", " ", "unknown", "_hidden", "203.0.113.9,", "203.0.113.9, ,10.0.0.2", "203.0.113", "203.0.113.09",
        "203.0.113.9:", "203.0.113.9:65536", "203.0.113.9:123456", "203.0.113.9:+1", "[2001:db8::5", "2001:db8::5]",
        "[2001:db8::5]443", "[2001:db8::5]:", "[203.0.113.9]", "[203.0.113.9]:80", "fe80::1%eth0", "\"203.0.113.9\"",
        "203.0.113.9;10.0.0.2", "for=203.0.113.9", "203.0.113.9 10.0.0.2", "[]", "[]:80", ":80", "garbage, 10.0.0.2",
    ])
    func `is the peer's when an entry on the way is malformed`(line: String) throws {
        #expect(try client("10.0.0.1", [line]) == "10.0.0.1")
    }

    @Test(arguments: ["garbage", "", ",,,,", "10.0.0.5, 1.2.3.4.5"])
    func `does not depend on what stands left of it`(invented: String) throws {
        #expect(try client("10.0.0.1", [invented, "203.0.113.9, 10.0.0.2"]) == "203.0.113.9")
    }

    @Test func `is found behind 63 trusted entries`() throws {
        let lines = ["203.0.113.9"] + [String](repeating: "10.0.0.2", count: 63)
        #expect(try client("10.0.0.1", lines) == "203.0.113.9")
    }

    @Test func `is the peer's when the chain is longer than 64`() throws {
        let line = "203.0.113.9" + String(repeating: ",10.0.0.2", count: 64)
        #expect(try client("10.0.0.1", [line]) == "10.0.0.1")
    }

    @Test func `comes as IPv4 when it was written in the mapped form`() throws {
        #expect(try client("::ffff:10.0.0.1", ["::ffff:203.0.113.9, ::ffff:10.0.0.2"]) == "203.0.113.9")
    }
}
