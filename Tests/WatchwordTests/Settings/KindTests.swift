import Testing

@testable import Watchword

@Suite struct `A value` {
    /// The texts that a setting accepts and refuses, one row a setting.
    struct Row: Sendable, CustomTestStringConvertible {
        let key: String
        let right: [String]
        let wrong: [String]
        var testDescription: String { key }
    }

    static let rows = [
        Row(
            key: "host", right: ["127.0.0.1", "::", "::1", "[::1]", "localhost", "login.example.com", "db_1"],
            wrong: ["127.0.0.256", "1.2.3", "0.0.0.0:3000", "a b", "http://x", "-x", "x..y", "[1.2.3.4]", "日本"]),
        Row(
            key: "port", right: ["0", "1", "65535"],
            wrong: ["65536", "-1", "+1", " 1", "1 ", "1.0", "1e3", "٣", "01", "-", "3_000", "99999999999999999999"]),
        Row(
            key: "issuer",
            right: [
                "https://a.example", "http://127.0.0.1:3000/", "https://[2001:db8::1]:8443/x", "HTTPS://A.EXAMPLE/",
                "http://a.example",
            ],
            wrong: [
                "a.example", "//a.example", "ftp://a.example", "https://", "https:///x", "https://a b",
                "https://a.example?",
                "https://a.example/?x=1", "https://a.example/#x", "https://u:p@a.example", "https://u@a.example",
                "https://a.example:0", "https://a.example:65536", "https://a.example:x", "https://a.example//x",
                "https://a.example/x//", "https://a.example/../x", "https://日本.example", "https://a.example/ x", "/x",
                "mailto:a@a.example", "https://1.2.3.400/", "https://%61.example/",
            ]),
        Row(
            key: "gateway_timeout", right: ["1", "30", "30s", "1s", "1000ms", "1500ms", "30000ms"],
            wrong: [
                "0", "31", "31s", "999ms", "30001ms", "1.5s", "-1", "1m", "s", "1 s", "1S", "٣s",
                "99999999999999999999",
            ]),
        Row(
            key: "egress_allow",
            right: ["", " ", "10.0.0.1", "10.0.0.0/8", "10.0.0.0/8,fd00::/8", "10.0.0.0/8 , 192.168.0.0/16"],
            wrong: ["10.0.0.0/33", "10.1.2.3/8", ",", "10.0.0.0/8,", "10.0.0.0/8 192.168.0.0/16", "private"]),
        Row(
            key: "admin_client_id", right: ["a", "admin-1_X", String(repeating: "a", count: 64)],
            wrong: ["a b", "é", "a.b", String(repeating: "a", count: 65)]),
        Row(
            key: "admin_client_secret", right: [String(repeating: "s", count: 32), SettingsFixture.clientSecret],
            wrong: [
                String(repeating: "s", count: 31), String(repeating: "s", count: 32) + "\n",
                String(repeating: "s ", count: 20), String(repeating: "é", count: 32),
            ]),
        Row(
            key: "master_key",
            right: [
                SettingsFixture.masterKey.base64, String(SettingsFixture.masterKey.base64.dropLast()),
                String(repeating: "aF", count: 32), String(repeating: "-", count: 42) + "8",
                String(repeating: "_", count: 42) + "8=",
            ],
            wrong: [
                String(repeating: "a", count: 63), String(repeating: "a", count: 32), String(repeating: "g", count: 64),
                SettingsFixture.masterKey.base64 + "\n", "=", "AAAA",
            ]),
        Row(key: "log_level", right: ["trace", "info", "critical"], wrong: ["INFO", "warn", "info "]),
        Row(key: "log_format", right: ["auto", "text", "json"], wrong: ["JSON", "logfmt"]),
        Row(key: "max_in_flight", right: ["1", "1000000"], wrong: ["0", "1000001"]),
        Row(key: "starts_per_address_per_hour", right: ["0", "50"], wrong: ["-1", "off", "1000001"]),
        Row(key: "sends_per_number_per_hour", right: ["0", "200"], wrong: ["201"]),
        Row(key: "sends_per_number_per_day", right: ["0", "200"], wrong: ["201"]),
        Row(key: "log_retention", right: ["1", "3650"], wrong: ["0", "3651", "30d"]),
        Row(key: "signing_threads", right: ["0", "256"], wrong: ["257"]),
        Row(key: "signer", right: ["auto", "openssl", "boringssl"], wrong: ["OpenSSL", "rsa"]),
        Row(key: "data", right: ["./data", "/srv/a b"], wrong: ["a\0b"]),
    ]

    @Test(arguments: rows)
    func `is accepted when it is of its kind`(row: Row) throws {
        let declaration = try #require(Settings.declarations.first { $0.name.key == row.key })
        #expect(row.right.filter { !declaration.accepts($0) } == [])
    }

    @Test(arguments: rows)
    func `is refused when it is not`(row: Row) throws {
        let declaration = try #require(Settings.declarations.first { $0.name.key == row.key })
        #expect(row.wrong.filter { declaration.accepts($0) } == [])
    }

    @Test(arguments: [
        SettingsFixture.masterKey.base64, "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
        "000102030405060708090a0b0c0d0e0f101112131415161718191A1B1C1D1E1F",
    ])
    func `that is a key means the same bytes however it is written`(text: String) throws {
        #expect(try SettingKind.keyBytes(32).parse(text) == SettingsFixture.masterKey.bytes)
    }
}
