import Testing

@testable import Watchword

@Suite struct `A setting` {
    @Test func `has its default when nobody gives it`() throws {
        #expect(try SettingsFixture().settings().listen.port == 3000)
    }

    @Test func `can be given in the settings file`() throws {
        #expect(try SettingsFixture(yaml: "port: 3001").settings().listen.port == 3001)
    }

    @Test func `is taken from the environment rather than from the file`() throws {
        let fixture = SettingsFixture(environment: ["WATCHWORD_PORT": "3002"], yaml: "port: 3001")
        #expect(try fixture.settings().listen.port == 3002)
    }

    @Test func `is taken from a flag rather than from the environment`() throws {
        let fixture = SettingsFixture(
            flags: ["--port", "3003"], environment: ["WATCHWORD_PORT": "3002"], yaml: "port: 3001")
        #expect(try fixture.settings().listen.port == 3003)
    }

    @Test func `must be right even where it is overridden`() {
        let fixture = SettingsFixture(flags: ["--port", "3003"], yaml: "port: many")
        #expect(
            fixture.complaints() == [
                "watchword.yaml:1 (port): \"many\" is not a whole number\n    expected: a whole number from 0 to 65535"
            ])
    }

    @Test(arguments: ["host", "port", "issuer", "log_level", "master_key_file"])
    func `may not be empty`(name: String) {
        let fixture = SettingsFixture(environment: [SettingName(name).variable: ""])
        #expect(fixture.complaints().count == 1)
        #expect(fixture.complaints().allSatisfy { $0.contains("is empty") })
    }

    @Test func `that is an empty list overrides a list in the file`() throws {
        let fixture = SettingsFixture(
            environment: ["WATCHWORD_EGRESS_ALLOW": ""], yaml: "egress_allow: [10.0.0.0/8]")
        #expect(try fixture.settings().gateway.egressAllow.isEmpty)
    }

    @Test func `that nobody reads does not exist`() {
        var reader = SettingReader(GivenValues(), isTerminal: false, findings: Findings())
        _ = Settings(reading: &reader)
        #expect(reader.namesRead == Set(Settings.declarations.map(\.name)))
    }

    @Test(arguments: Settings.declarations.map(\.name.key))
    func `has a default that its own kind accepts`(key: String) throws {
        let declaration = try #require(Settings.declarations.first { $0.name.key == key })
        let fallback = declaration.fallbackText
        guard fallback.hasPrefix("`"), fallback.hasSuffix("`"), !fallback.contains("<") else { return }
        #expect(declaration.accepts(fallback.replacing("`", with: "")))
    }
}
