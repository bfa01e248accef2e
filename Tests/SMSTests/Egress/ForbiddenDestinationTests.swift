import Identity
import SMS
import Testing

/// Every way we know to write, as a gateway URL, an address that is not on the public Internet.
private let forbidden: [String] = [
    // Loopback, in the forms that resolvers and browsers accept.
    "http://127.0.0.1", "http://127.0.0.1/", "HTTPS://127.0.0.1:8443/sms", "http://127.255.255.254", "http://127.1",
    "http://127.0.1", "http://127.1:80/", "http://2130706433", "http://0x7f000001", "http://0X7F000001",
    "http://0x7f.1", "http://0x7f.0x0.0x0.0x1", "http://017700000001", "http://0177.0.0.1", "http://127.0.0.01",
    "http://127.0.0.1.", "http://127.1.", "http://127.0.0.0x1", "http://127.0.0.0x", "http://1.2.3.0xg",
    "http://4294967297", "http://18446744071562067969", "http://127.0.0.1.0", "http://256.256.256.256",
    // Characters that a parser may fold into digits, dots or slashes.
    "http://１２７.０.０.１", "http://127。0。0。1", "http://①②⑦.0.0.1", "http://%31%32%37.0.0.1", "http://127.0.0%2e1",
    "http://127.0.0.1%00.example.com", "http://127.0.0.1\t/", "http://127.0.0.1\n", " http://127.0.0.1",
    "http://127.0.0.1 /", "http:\\\\127.0.0.1", "http:/\\127.0.0.1", "http:127.0.0.1", "http:///127.0.0.1",
    "http:////127.0.0.1", "//127.0.0.1", "http://127.0.0.1\0", "http://127\u{AD}.0.0.1",
    // Hosts that hide behind a user, a fragment or a backslash.
    "http://sms.example.com@127.0.0.1", "http://127.0.0.1@sms.example.com", "http://sms.example.com:80@127.0.0.1/",
    "http://sms.example.com#@127.0.0.1", "http://127.0.0.1#.example.com", "http://sms.example.com\\@127.0.0.1",
    "http://127.0.0.1:80:443", "http://127.0.0.1:443@", "http://[::1]@sms.example.com",
    // This network, private use, carriers, link local, and the rest of the IPv4 registry.
    "http://0", "http://0.0.0.0", "http://0.1.2.3", "http://00", "http://0x0", "http://10.0.0.1",
    "http://10.255.255.255", "http://100.64.0.1", "http://100.127.255.255", "http://100.100.100.200",
    "http://169.254.169.254/latest/meta-data/", "http://169.254.170.2", "http://0xa9fea9fe", "http://2852039166",
    "http://0251.0376.0251.0376", "http://172.16.0.1", "http://172.31.255.255", "http://192.0.0.1", "http://192.0.0.9",
    "http://192.0.0.192", "http://192.0.2.1", "http://192.88.99.1", "http://192.168.1.1", "http://198.18.0.1",
    "http://198.19.255.255", "http://198.51.100.1", "http://203.0.113.1", "http://224.0.0.1", "http://239.255.255.250",
    "http://240.0.0.1", "http://255.255.255.255",
    // IPv6.
    "http://[::]", "http://[::1]", "http://[::1]:8080/", "http://[0:0:0:0:0:0:0:1]", "http://[0000::0001]",
    "http://::1",
    "http://[::1%25lo]", "http://[fe80::1%eth0]", "http://[fe80::1]", "http://[febf::1]", "http://[fec0::1]",
    "http://[fc00::1]", "http://[fd00:ec2::254]", "http://[fdff::1]", "http://[ff02::1]", "http://[ff0e::1]",
    "http://[100::1]", "http://[5f00::1]", "http://[2001:db8::1]", "http://[3fff::1]", "http://[3fff:fff::1]",
    "http://[2001:2::1]", "http://[2001:10::1]", "http://[2001:1::1]", "http://[2001:1ff::1]", "http://[1::1]",
    "http://[4000::1]", "http://[8000::1]", "http://[e000::1]", "http://[200::1]", "http://[100:0:0:1::1]",
    // IPv4 inside IPv6.
    "http://[::ffff:127.0.0.1]", "http://[::ffff:7f00:1]", "http://[0:0:0:0:0:FFFF:7F00:0001]",
    "http://[::ffff:10.0.0.1]", "http://[::ffff:169.254.169.254]", "http://[::ffff:0.0.0.0]", "http://[::127.0.0.1]",
    "http://[::7f00:1]", "http://[::8.8.8.8]", "http://[::ffff:0:127.0.0.1]", "http://[64:ff9b::7f00:1]",
    "http://[64:ff9b::10.0.0.1]", "http://[64:ff9b::a9fe:a9fe]", "http://[64:ff9b:1::8.8.8.8]",
    "http://[64:ff9b:1:ffff::1]", "http://[64:ff9b::1:0:808:808]", "http://[2002:7f00:1::]", "http://[2002:a00:1::1]",
    "http://[2002:c0a8:101::1]", "http://[2002:a9fe:a9fe::]", "http://[2001::1]",
    "http://[2001:0:53aa:64c:0:7a33:80ff:fffe]", "http://[2606:4700::5efe:10.0.0.1]",
    "http://[2606:4700::200:5efe:127.0.0.1]", "http://[::ffff:127.1]", "http://[::ffff:0x7f.0.0.1]",
    "http://[127.0.0.1]",
]

@Suite struct `A forbidden destination` {
    @Test(arguments: forbidden)
    func `is refused by the URL or by the policy`(text: String) throws {
        guard let url = try? GatewayURL(text) else { return }
        guard case .address(let address) = url.host else {
            Issue.record("taken for the name \(url.host)")
            return
        }
        let verdict = EgressPolicy(allow: [], ownListeners: []).verdict(on: address, port: url.port)
        #expect(verdict != .allowed)
    }
}

@Suite struct `A public destination` {
    @Test(arguments: [
        "http://1.1.1.1", "https://8.8.8.8/sms", "http://9.255.255.255", "http://11.0.0.1", "http://100.63.255.255",
        "http://100.128.0.1", "http://126.255.255.255", "http://128.0.0.1", "http://169.253.255.255",
        "http://169.255.0.1", "http://172.15.255.255", "http://172.32.0.1", "http://191.255.255.255",
        "http://192.0.1.1", "http://192.0.3.1", "http://192.88.98.1", "http://192.167.1.1", "http://192.169.0.1",
        "http://198.17.255.255", "http://198.20.0.1", "http://198.51.99.1", "http://203.0.112.1",
        "http://223.255.255.255", "https://[2001:4860:4860::8888]", "http://[2001:200::1]", "http://[2001:db7::1]",
        "http://[2001:db9::1]", "http://[2606:4700:4700::1111]:8443", "http://[2a00:1450:4001::200e]",
        "http://[3ffe:ffff::1]", "http://[3fff:1000::1]", "http://[2002:808:808::1]", "http://[2003::1]",
        "http://[64:ff9b::8.8.8.8]", "http://[::ffff:8.8.8.8]", "http://[2606:4700::5efe:8.8.8.8]",
    ])
    func `is allowed`(text: String) throws {
        let url = try GatewayURL(text)
        guard case .address(let address) = url.host else {
            Issue.record("taken for the name \(url.host)")
            return
        }
        #expect(EgressPolicy(allow: [], ownListeners: []).verdict(on: address, port: url.port) == .allowed)
    }
}
