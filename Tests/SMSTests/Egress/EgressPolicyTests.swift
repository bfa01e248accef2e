import Identity
import SMS
import Testing

@Suite struct `The egress policy` {
    private func verdict(
        on address: String, port: Int = 80, allow: [String] = [], own: [(String, Int)] = [], local: [String] = []
    ) throws -> EgressVerdict {
        let policy = EgressPolicy(
            allow: try allow.map { try #require(IPNetwork($0)) },
            ownListeners: try own.map { (try #require(IPAddress($0.0)), $0.1) },
            localAddresses: try local.map { try #require(IPAddress($0)) })
        return policy.verdict(on: try #require(IPAddress(address)), port: port)
    }

    @Test(arguments: [
        ("127.0.0.1", "127.0.0.0/8"), ("10.1.2.3", "10.1.2.3"), ("::ffff:127.0.0.1", "127.0.0.0/8"),
        ("64:ff9b::a00:1", "10.0.0.0/8"), ("::ffff:10.0.0.1", "::ffff:0:0/96"), ("fd00::1", "fd00::/8"),
        ("::1", "::1"), ("2002:a00:1::1", "2002::/16"),
    ])
    func `allows what lies in an allowed block`(address: String, block: String) throws {
        #expect(try verdict(on: address, allow: [block]) == .allowed)
    }

    @Test(arguments: [
        ("10.0.0.1", "127.0.0.0/8"), ("::1", "127.0.0.0/8"), ("::1", "0.0.0.0/0"), ("127.0.0.1", "::/0"),
        ("::127.0.0.1", "127.0.0.0/8"), ("2002:a00:1::1", "10.0.0.0/8"),
    ])
    func `refuses what lies in another block than the allowed`(address: String, block: String) throws {
        #expect(try verdict(on: address, allow: [block]) != .allowed)
    }

    @Test func `allows public addresses beside an allowed block`() throws {
        #expect(try verdict(on: "1.1.1.1", allow: ["10.0.0.0/8"]) == .allowed)
    }

    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1"), ("::ffff:127.0.0.1", "127.0.0.1"), ("64:ff9b::7f00:1", "127.0.0.1"),
        ("127.0.0.1", "::ffff:127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::", "::1"), ("127.0.0.1", "0.0.0.0"),
        ("127.5.5.5", "0.0.0.0"), ("127.0.0.1", "::"), ("::1", "::"), ("0.0.0.0", "0.0.0.0"), ("10.0.0.5", "10.0.0.5"),
        ("10.0.0.7", "0.0.0.0"), ("::ffff:10.0.0.7", "::"), ("1.2.3.4", "1.2.3.4"), ("fd00::7", "::"),
    ])
    func `refuses the server's own listener even in an allowed block`(address: String, listener: String) throws {
        let verdict = try verdict(
            on: address, port: 3000, allow: ["0.0.0.0/0", "::/0"], own: [(listener, 3000)],
            local: ["10.0.0.7", "fd00::7"])
        #expect(verdict == .refused(reason: "The address and port are this server's own."))
    }

    @Test(arguments: [
        ("127.0.0.1", 3001, "127.0.0.1"), ("127.0.0.1", 3001, "0.0.0.0"), ("127.0.0.2", 3000, "127.0.0.1"),
        ("10.0.0.8", 3000, "0.0.0.0"),
    ])
    func `allows the neighbours of the server's own listener`(address: String, port: Int, listener: String) throws {
        let verdict = try verdict(
            on: address, port: port, allow: ["0.0.0.0/0"], own: [(listener, 3000)], local: ["10.0.0.7"])
        #expect(verdict == .allowed)
    }

    @Test(arguments: [
        ("127.0.0.1", "The address is in 127.0.0.0/8, loopback (RFC 1122 section 3.2.1.3)."),
        ("255.255.255.255", "The address is in 255.255.255.255/32, limited broadcast (RFC 919 section 7)."),
        ("::1", "The address is in ::1/128, loopback (RFC 4291 section 2.5.3)."),
        ("2001::1", "The address is in 2001::/32, Teredo tunnels (RFC 4380)."),
        ("4000::1", "The address is in 4000::/2, outside the global unicast space 2000::/3 (RFC 4291 section 2.4)."),
        ("::ffff:10.0.0.1", "It carries an IPv4 address. The address is in 10.0.0.0/8, private use (RFC 1918)."),
    ])
    func `names the block and its source when it refuses`(address: String, reason: String) throws {
        #expect(try verdict(on: address) == .refused(reason: reason))
    }
}

@Suite struct `The addresses of this machine` {
    @Test func `include loopback`() {
        #expect(localInterfaceAddresses().contains(IPAddress(v4: 0x7f00_0001)))
    }
}
