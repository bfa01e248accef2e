import Identity
import Testing

@Suite struct `A network` {
    @Test(arguments: [
        ("10.0.0.0/8", "10.0.0.0/8"), ("0.0.0.0/0", "0.0.0.0/0"), ("192.0.2.7", "192.0.2.7/32"),
        ("192.0.2.6/31", "192.0.2.6/31"), ("::1", "::1/128"), ("::/0", "::/0"), ("FD00::/8", "fd00::/8"),
        ("::ffff:10.0.0.0/104", "::ffff:10.0.0.0/104"),
    ])
    func `is read in CIDR notation`(text: String, canonical: String) {
        #expect(IPNetwork(text)?.description == canonical)
    }

    @Test(arguments: [
        "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "::/129", "::/999", "::/1000", "10.0.0.0/-1", "10.0.0.0/+8",
        "10.0.0.0/08", "10.0.0.0/0x8", "10.0.0.0/8/8", "10.0.0.0 /8", "10.0.0.0/8 ", "10/8", "10.0.0.0/255.0.0.0",
        "10.0.0.0/٨", "example.com/8", "[::1]/128",
    ])
    func `is refused when malformed`(text: String) {
        #expect(IPNetwork(text) == nil)
    }

    @Test(arguments: ["10.1.2.3/8", "192.0.2.1/31", "128.0.0.0/0", "::1/127", "fd00::1/8"])
    func `is refused with bits beyond its length`(text: String) {
        #expect(IPNetwork(text) == nil)
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.0.0.0"), ("10.0.0.0/8", "10.255.255.255"), ("0.0.0.0/0", "255.255.255.255"),
        ("192.0.2.7", "192.0.2.7"), ("fc00::/7", "fdff::1"), ("::/0", "ffff::"), ("::1", "::1"),
        ("2001:db8::/33", "2001:db8:7fff::"),
    ])
    func `contains its addresses`(network: String, address: String) throws {
        let address = try #require(IPAddress(address))
        #expect(IPNetwork(network)?.contains(address) == true)
    }

    @Test(arguments: [
        ("10.0.0.0/8", "11.0.0.0"), ("10.0.0.0/8", "9.255.255.255"), ("192.0.2.7", "192.0.2.6"),
        ("fc00::/7", "fe00::"), ("::1", "::2"), ("2001:db8::/33", "2001:db8:8000::"),
    ])
    func `does not contain its neighbours`(network: String, address: String) throws {
        let address = try #require(IPAddress(address))
        #expect(IPNetwork(network)?.contains(address) == false)
    }

    @Test(arguments: [
        ("0.0.0.0/0", "::"), ("0.0.0.0/0", "::ffff:10.0.0.1"), ("::/0", "10.0.0.1"), ("::/96", "10.0.0.1"),
    ])
    func `does not contain addresses of the other family`(network: String, address: String) throws {
        let address = try #require(IPAddress(address))
        #expect(IPNetwork(network)?.contains(address) == false)
    }
}
