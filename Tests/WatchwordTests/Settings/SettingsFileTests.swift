import Foundation
import Testing

@testable import Watchword

@Suite struct `The settings file` {
    @Test func `may hold numbers, texts and lists`() throws {
        let fixture = SettingsFixture(
            yaml: """
                port: "3001"
                data: /srv/watchword
                gateway_timeout: 1500ms
                egress_allow:
                  - 10.0.0.0/8
                  - fd00::/8
                trusted_proxies: 10.0.0.0/8, 192.168.0.0/16
                """)
        let settings = try fixture.settings()
        #expect(settings.listen.port == 3001)
        #expect(settings.storage.folder == "/srv/watchword")
        #expect(settings.gateway.timeout == .milliseconds(1500))
        #expect(settings.gateway.egressAllow.count == 2)
        #expect(settings.listen.trustedProxies.count == 2)
    }

    @Test(arguments: ["", "# nothing yet\n", "---\n", "{}"])
    func `may be empty`(yaml: String) {
        #expect(SettingsFixture(yaml: yaml).complaints().isEmpty)
    }

    @Test(arguments: [
        ("port: 1\nhost: h\nport: 2", "watchword.yaml:1: \"port\" given more than once"),
        ("port: 1\n\"port\": 2", "given more than once"),
        ("port: [1]", "watchword.yaml:1 (port): has a value of the wrong shape"),
        ("port: {a: 1}", "watchword.yaml:1 (port): has a value of the wrong shape"),
        ("egress_allow: [[10.0.0.0/8]]", "has a value of the wrong shape"),
        ("master_key_file: [a]", "has a value of the wrong shape"),
        ("port: 0x10", "\"0x10\" is not a whole number"),
        ("port: 010", "\"010\" is not a whole number"),
        ("port:", "watchword.yaml:1 (port): is empty"),
        ("port: ~", "watchword.yaml:1 (port): is empty"),
        ("\n\ngateway-timeout: 3", "watchword.yaml:3: \"gateway-timeout\" is no setting of Watchword"),
        ("PORT: 3", "watchword.yaml:1: \"PORT\" is no setting of Watchword"),
        ("[1]: 3", "watchword.yaml:1: has a key that is no text"),
        ("config: other.yaml", "watchword.yaml:1: a settings file cannot name another one"),
        ("- port", "watchword.yaml:1: is no list of settings"),
        ("port", "watchword.yaml:1: is no list of settings"),
        ("host: h\n  port: 1", "watchword.yaml:2: is not YAML"),
        ("port: \"1", "is not YAML"),
        ("port: 1\n---\nport: 2", "is not YAML"),
        ("port: *other", "is not YAML"),
    ])
    func `is refused, with the place, when it says`(yaml: String, complaint: String) {
        let complaints = SettingsFixture(yaml: yaml).complaints()
        #expect(complaints.count == 1)
        #expect(complaints.first?.contains(complaint) == true, "\(complaints)")
    }

    @Test(arguments: ["master_key: ", "admin_client_secret: "])
    func `cannot hold a secret`(key: String) {
        let complaints = SettingsFixture(yaml: key + SettingsFixture.clientSecret).complaints()
        #expect(complaints.first?.contains("secrets are not accepted in the settings file") == true)
        #expect(!complaints.contains { $0.contains(SettingsFixture.clientSecret) })
    }

    @Test func `that does not exist is refused`() {
        #expect(
            SettingsFixture(flags: ["--config", "gone.yaml"]).complaints()
                == ["--config: \"gone.yaml\" does not exist\n    expected: the path of a file"])
    }

    @Test func `that cannot be parsed causes no complaint about what it may have held`() {
        let fixture = SettingsFixture(flags: ["--tls-key", "key.pem"], yaml: "tls_certificate: \"")
        #expect(fixture.complaints().count == 1)
    }
}

@Suite struct `Reading a file` {
    @Test func `gives its bytes and its permissions`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "watchword-settings-\(getpid())").path
        defer { unlink(path) }
        #expect(FileManager.default.createFile(atPath: path, contents: Data("key".utf8)))
        chmod(path, 0o640)
        let content = try SettingsFile.read(path).get()
        #expect(content == SettingsFile.Content(bytes: Array("key".utf8), permissions: 0o640))
    }

    @Test(arguments: [
        ("/nonexistent/file", SettingsFile.Problem.missing), ("/", .unreadable("Is a directory")),
        ("/dev/zero", .unreadable("larger than 1 MiB")),
    ])
    func `fails`(path: String, problem: SettingsFile.Problem) {
        #expect(SettingsFile.read(path) == .failure(problem))
    }
}
