import Testing

@testable import Watchword

@Suite struct `A flag` {
    @Test(arguments: [["--port", "3001"], ["--port=3001"]])
    func `gives its value after a space or an equals sign`(flags: [String]) throws {
        #expect(try SettingsFixture(flags: flags).settings().listen.port == 3001)
    }

    @Test func `keeps equals signs that belong to the value`() throws {
        #expect(try SettingsFixture(flags: ["--data=/srv/a=b"]).settings().storage.folder == "/srv/a=b")
    }

    @Test(arguments: [["--port"], ["--port", "--host", "::1"]])
    func `needs a value`(flags: [String]) {
        #expect(
            SettingsFixture(flags: flags).complaints() == ["--port: has no value\n    expected: --port VALUE"])
    }

    @Test func `may have a negative number as its value`() {
        #expect(
            SettingsFixture(flags: ["--port", "-1"]).complaints().first?.hasPrefix("--port: \"-1\" is out of") == true)
    }

    @Test func `may be given only once`() {
        #expect(
            SettingsFixture(flags: ["--port", "1", "--port=2"]).complaints()
                == ["--port: is given more than once\n    expected: one value"])
    }

    @Test func `that is unknown is refused together with its value`() {
        #expect(
            SettingsFixture(flags: ["--prot", "3000"]).complaints()
                == ["\"--prot\": is no flag of Watchword\n    expected: perhaps --port"])
    }

    @Test(arguments: ["-p", "3000", "--"])
    func `is written with two dashes and a name`(argument: String) {
        #expect(
            SettingsFixture(flags: [argument]).complaints()
                == ["command line: unexpected argument \"\(argument)\"\n    expected: --flag value"])
    }

    @Test(arguments: [
        ["--master-key", SettingsFixture.masterKey.base64],
        ["--master-key=" + SettingsFixture.masterKey.base64],
        ["--master-kye", SettingsFixture.masterKey.base64],
        ["--master-key", "--" + SettingsFixture.masterKey.base64],
        [SettingsFixture.masterKey.base64],
    ])
    func `that holds a secret is refused and not repeated`(flags: [String]) {
        let complaints = SettingsFixture(flags: flags).complaints()
        #expect(complaints.count == 1)
        #expect(!complaints.contains { $0.contains(SettingsFixture.masterKey.base64) })
    }

    @Test func `that holds a secret is answered with what to do instead`() {
        #expect(
            SettingsFixture(flags: ["--master-key"]).complaints().first?
                .hasSuffix("--master-key-file FILE, or WATCHWORD_MASTER_KEY in the environment") == true)
    }

    @Test func `can name the settings file`() throws {
        let fixture = SettingsFixture(
            flags: ["--config", "mine.yaml"], yaml: "port: 1", files: ["mine.yaml": "port: 2"])
        #expect(try fixture.settings().listen.port == 2)
    }
}
