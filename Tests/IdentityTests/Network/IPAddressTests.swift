import Identity
import Testing

@Suite struct `An IP address` {
    @Test(arguments: [
        ("0.0.0.0", "0.0.0.0"),
        ("192.0.2.1", "192.0.2.1"),
        ("255.255.255.255", "255.255.255.255"),
        ("::", "::"),
        ("::1", "::1"),
        ("1::", "1::"),
        ("2001:db8:0:0:0:0:2:1", "2001:db8::2:1"),
        ("2001:DB8::00A0", "2001:db8::a0"),
        ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
        ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
        ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
        ("1:0:0:0:0:0:0:0", "1::"),
        ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
        ("::FFFF:7f00:1", "::ffff:127.0.0.1"),
        ("1:2:3:4:5:6:7.8.9.10", "1:2:3:4:5:6:708:90a"),
    ])
    func `is written in its canonical form`(text: String, canonical: String) {
        #expect(IPAddress(text)?.description == canonical)
    }

    @Test(arguments: [
        "", " ", "1", "127.1", "1.2.3", "1.2.3.4.5", "1.2.3.4.", ".1.2.3.4", "1..2.3", "256.0.0.1", "1.2.3.999",
        "01.2.3.4", "1.2.3.00", "0x7f.0.0.1", "2130706433", "1.2.3.4 ", " 1.2.3.4", "1.2.3.-4", "+1.2.3.4",
        "1.2.3.4:80", "１.2.3.4", "1.2.3.4\0", "99999999999999999999.1.1.1",
        ":", ":::", "1", "1:", ":1", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8", "12345::", "g::", "::1%eth0", "[::1]", "::1 ", "::1/128", "1.2.3.4::", "::1.2.3",
        "::1.2.3.4:5", "1:2:3:4:5:6:7:1.2.3.4", "::01.2.3.4", "fe80::1%25lo", "::-1",
    ])
    func `is nothing but an address`(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test(arguments: ["198.51.100.7", "2001:db8::8:800:200c:417a", "::ffff:10.0.0.1", "::", "::13.1.68.3"])
    func `comes back from its own description`(text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(IPAddress(address.description) == address)
    }

    @Test(arguments: [
        ([127, 0, 0, 1] as [UInt8], "127.0.0.1"),
        ([0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], "2001:db8::1"),
    ])
    func `is read from bytes in network order`(bytes: [UInt8], text: String) {
        #expect(IPAddress(bytes: bytes) == IPAddress(text))
    }

    @Test(arguments: [0, 3, 5, 15, 17])
    func `is not read from any other count of bytes`(count: Int) {
        #expect(IPAddress(bytes: [UInt8](repeating: 1, count: count)) == nil)
    }

    @Test func `in the mapped form is not the IPv4 address, until unmapped`() throws {
        let mapped = try #require(IPAddress("::ffff:192.0.2.1"))
        #expect(mapped != IPAddress(v4: 0xc000_0201))
        #expect(mapped.unmapped == IPAddress(v4: 0xc000_0201))
    }

    @Test(arguments: ["192.0.2.1", "::192.0.2.1", "::fffe:192.0.2.1", "1::ffff:192.0.2.1", "2001:db8::1"])
    func `that is not mapped stays as it is when unmapped`(text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.unmapped == address)
    }

    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("::1", "::/64"),
    ])
    func `counts whole as IPv4 and by its 64 leading bits as IPv6`(text: String, key: String) {
        #expect(IPAddress(text)?.limitKey == key)
    }
}
