import Testing

@testable import Watchword

@Suite struct `The doctor, comparing settings,` {
    @Test func `is content with the defaults`() throws {
        #expect(try levels([]) == [.ok])
    }

    @Test(arguments: [
        ["--issuer=https://login.example.com/", "--tls-certificate=c", "--tls-key=k", "--port=443"],
        ["--issuer=https://login.example.com/", "--trusted-proxies=10.0.0.0/8"],
        ["--issuer=http://localhost:3000/"],
    ])
    func `is content with what fits`(flags: [String]) throws {
        #expect(try levels(flags) == [.ok])
    }

    @Test func `refuses an http issuer of a server that speaks TLS`() throws {
        let flags = ["--issuer=http://localhost:3000/", "--tls-certificate=c", "--tls-key=k"]
        #expect(try levels(flags) == [.fail])
    }

    @Test(arguments: [
        // A proxy that is not named: every caller has its address.
        ["--issuer=https://login.example.com/"],
        // A path that no URL of the server has.
        ["--issuer=https://example.com/login/", "--trusted-proxies=10.0.0.0/8"],
        // Another port than the one listened on.
        ["--issuer=https://login.example.com/", "--tls-certificate=c", "--tls-key=k", "--port=3443"],
        ["--trusted-proxies=0.0.0.0/0"],
        ["--starts-per-address-per-hour=0"],
        ["--sends-per-number-per-hour=0", "--sends-per-number-per-day=0"],
    ])
    func `warns of what may not fit`(flags: [String]) throws {
        #expect(try levels(flags) == [.warn])
    }

    @Test func `passes on what came up while reading them`() throws {
        let settings = try SettingsFixture().settings()
        let findings = SettingsChecks.findings(settings, warnings: ["the moon is full"])
        #expect(findings == [.warn("settings", "the moon is full")])
    }

    private func levels(_ flags: [String]) throws -> [Finding.Level] {
        SettingsChecks.findings(try SettingsFixture(flags: flags).settings(), warnings: []).map(\.level)
    }
}
