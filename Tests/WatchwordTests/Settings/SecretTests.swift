import Identity
import Testing

@testable import Watchword

@Suite struct `A secret` {
    private let key = SettingsFixture.masterKey

    @Test func `is read from the environment`() throws {
        let fixture = SettingsFixture(environment: ["WATCHWORD_MASTER_KEY": key.base64])
        #expect(try fixture.settings().keys.masterKey?.exposed == key.bytes)
    }

    @Test(arguments: ["flag", "environment", "file"])
    func `is read from the file that any source names`(source: String) throws {
        var fixture = SettingsFixture(files: ["key": key.base64])
        switch source {
        case "flag": fixture.flags = ["--master-key-file", "key"]
        case "environment": fixture.environment = ["WATCHWORD_MASTER_KEY_FILE": "key"]
        default: fixture.yaml = "master_key_file: key"
        }
        #expect(try fixture.settings().keys.masterKey?.exposed == key.bytes)
    }

    @Test(arguments: ["", "\n", "\r\n", "\n\n"])
    func `in a file may be followed by line breaks`(end: String) throws {
        let fixture = SettingsFixture(flags: ["--master-key-file=key"], files: ["key": key.base64 + end])
        #expect(try fixture.settings().keys.masterKey?.exposed == key.bytes)
    }

    @Test func `in a file keeps every other character`() {
        let fixture = SettingsFixture(flags: ["--master-key-file=key"], files: ["key": " " + key.base64])
        #expect(fixture.complaints().count == 1)
    }

    @Test(arguments: ["watchword-master-key", "master_key"])
    func `is found in the credentials folder`(name: String) throws {
        let fixture = SettingsFixture(
            environment: ["CREDENTIALS_DIRECTORY": "/run/credentials"],
            files: ["/run/credentials/\(name)": key.base64], permissions: 0o440)
        #expect(try fixture.settings().keys.masterKey?.exposed == key.bytes)
        #expect(try fixture.warnings().isEmpty)
    }

    @Test func `in a named file wins over the credentials folder`() throws {
        let fixture = SettingsFixture(
            environment: ["CREDENTIALS_DIRECTORY": "/c", "WATCHWORD_MASTER_KEY_FILE": "key"],
            files: ["/c/master_key": String(repeating: "00", count: 32), "key": key.base64])
        #expect(try fixture.settings().keys.masterKey?.exposed == key.bytes)
    }

    @Test func `in the credentials folder wins over the environment, with a warning`() throws {
        let fixture = SettingsFixture(
            environment: ["CREDENTIALS_DIRECTORY": "/c", "WATCHWORD_MASTER_KEY": String(repeating: "00", count: 32)],
            files: ["/c/master_key": key.base64])
        #expect(try fixture.settings().keys.masterKey?.exposed == key.bytes)
        #expect(
            try fixture.warnings()
                == ["WATCHWORD_MASTER_KEY (environment) is not used, because there is a credential /c/master_key"])
    }

    @Test func `may not be given both by itself and in a file`() {
        let fixture = SettingsFixture(
            flags: ["--master-key-file", "key"], environment: ["WATCHWORD_MASTER_KEY": key.base64],
            files: ["key": key.base64])
        #expect(
            fixture.complaints() == [
                "--master-key-file: WATCHWORD_MASTER_KEY (environment) is set as well\n    expected: one of the two"
            ])
    }

    @Test(arguments: [0o640, 0o604, 0o644] as [UInt32])
    func `in a file that others can read causes a warning`(permissions: UInt32) throws {
        let fixture = SettingsFixture(
            flags: ["--master-key-file", "key"], files: ["key": key.base64], permissions: permissions)
        #expect(
            try fixture.warnings()
                == ["file key, named by --master-key-file, can be read by others than its owner: `chmod 600` it"])
    }

    @Test func `in a file that does not exist stops the start`() {
        let fixture = SettingsFixture(environment: ["WATCHWORD_MASTER_KEY_FILE": "/run/secrets/key"])
        #expect(
            fixture.complaints().first?
                .hasPrefix("WATCHWORD_MASTER_KEY_FILE (environment): \"/run/secrets/key\" does not exist") == true)
    }

    @Test func `put where the path of its file belongs is not repeated`() {
        let fixture = SettingsFixture(environment: ["WATCHWORD_MASTER_KEY_FILE": key.base64])
        #expect(fixture.complaints().count == 1)
        #expect(!fixture.complaints().contains { $0.contains(key.base64) })
    }

    @Test(arguments: ["c2VjcmV0LXRvby1zaG9ydA==", "not base64: secret!", "\u{FEFF}secret"])
    func `that is malformed is not repeated`(value: String) {
        let fixture = SettingsFixture(environment: ["WATCHWORD_MASTER_KEY": value])
        #expect(fixture.complaints().count == 1)
        #expect(fixture.complaints().allSatisfy { $0.contains("its value (not shown)") && !$0.contains(value) })
    }

    @Test func `prints as dots`() throws {
        let fixture = SettingsFixture(environment: [
            "WATCHWORD_ADMIN_CLIENT_ID": "admin", "WATCHWORD_ADMIN_CLIENT_SECRET": SettingsFixture.clientSecret,
        ])
        let client = try #require(try fixture.settings().admin.client)
        #expect(client.secret.exposed == SettingsFixture.clientSecret)
        #expect(!"\(client)".contains(SettingsFixture.clientSecret))
    }
}
