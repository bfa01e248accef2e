import Testing

@testable import Watchword

@Suite struct `The settings` {
    @Test func `hold without being given anything`() throws {
        let settings = try SettingsFixture().settings()
        #expect(settings.listen.host == "127.0.0.1")
        #expect(settings.storage.folder == "./data")
        #expect(settings.storage.logRetentionDays == 30)
        #expect(settings.keys.masterKey == nil)
        #expect(settings.admin.client == nil)
        #expect(settings.gateway.timeout == .seconds(30))
        #expect(settings.gateway.twilioURL.description == "https://api.twilio.com/")
        #expect(settings.gateway.maxInFlight == 10_000)
        #expect(settings.limits.startsPerAddressPerHour == 50)
        #expect(settings.limits.sendsPerNumberPerHour == 10)
        #expect(settings.limits.sendsPerNumberPerDay == 30)
        #expect(settings.limits.tokenRatePerSecond == nil)
        #expect(settings.limits.managementRatePerSecond == nil)
        #expect("\(settings.log.level)" == "info")
    }

    @Test func `cause no warning as they are`() throws {
        #expect(try SettingsFixture().warnings().isEmpty)
    }

    @Test(
        arguments: [
            ("starts_per_address_per_hour", \LimitSettings.startsPerAddressPerHour),
            ("sends_per_number_per_hour", \.sendsPerNumberPerHour),
            ("sends_per_number_per_day", \.sendsPerNumberPerDay),
        ] as [(String, any KeyPath<LimitSettings, Int?> & Sendable)])
    func `switch a limit off with 0`(key: String, path: any KeyPath<LimitSettings, Int?> & Sendable) throws {
        #expect(try SettingsFixture(yaml: "\(key): 0").settings().limits[keyPath: path] == nil)
    }

    @Test(arguments: [
        ("tls_certificate", "tls_key"), ("tls_key", "tls_certificate"), ("admin_client_id", "admin_client_secret"),
    ])
    func `need both of two that belong together`(given: String, missing: String) {
        #expect(
            SettingsFixture(yaml: "\(given): x").complaints()
                == ["watchword.yaml:1 (\(given)): is given, but \(missing) is not\n    expected: both or neither"])
    }

    @Test func `complain about the file of a secret, not that its companion stands alone`() {
        let fixture = SettingsFixture(flags: ["--admin-client-id=a", "--admin-client-secret-file=gone"])
        #expect(fixture.complaints().count == 1)
    }

    @Test func `take a certificate and its key`() throws {
        let tls = try SettingsFixture(yaml: "tls_certificate: c\ntls_key: k").settings().listen.tls
        #expect(tls == ListenSettings.TLSFiles(certificate: "c", key: "k"))
    }

    @Test(arguments: [
        ("auto", true, LogSettings.Format.text), ("auto", false, .json), ("json", true, .json), ("text", false, .text),
    ])
    func `write the log for who reads it`(format: String, isTerminal: Bool, expected: LogSettings.Format) throws {
        let fixture = SettingsFixture(flags: ["--log-format", format], isTerminal: isTerminal)
        #expect(try fixture.settings().log.format == expected)
    }
}

@Suite struct `The issuer` {
    @Test(arguments: [
        ("https://login.example.com", "https://login.example.com/"),
        ("https://login.example.com/", "https://login.example.com/"),
        ("HTTPS://Login.Example.com:8443/Auth", "https://login.example.com:8443/Auth/"),
        ("https://[2001:DB8::1]/", "https://[2001:db8::1]/"),
        ("http://localhost:3000", "http://localhost:3000/"),
    ])
    func `ends in exactly one slash`(given: String, issuer: String) throws {
        let listen = try SettingsFixture(flags: ["--issuer", given]).settings().listen
        #expect(listen.issuer(port: 1).description == issuer)
    }

    @Test func `is derived from the port that is listened on`() throws {
        #expect(try SettingsFixture().settings().listen.issuer(port: 4711).description == "http://localhost:4711/")
    }

    @Test func `that is derived is https with a certificate`() throws {
        let listen = try SettingsFixture(yaml: "tls_certificate: c\ntls_key: k").settings().listen
        #expect(listen.issuer(port: 443).description == "https://localhost:443/")
    }

    @Test(arguments: [
        (["--issuer", "http://login.example.com"], "is not https"),
        (["--host", "0.0.0.0"], "no issuer is set"),
        (["--twilio-url", "http://twilio.example.com"], "Twilio's credentials"),
    ])
    func `and its like cause a warning when others suffer from them`(flags: [String], warning: String) throws {
        let warnings = try SettingsFixture(flags: flags).warnings()
        #expect(warnings.count == 1)
        #expect(warnings.first?.contains(warning) == true)
    }

    @Test(arguments: [
        "http://localhost:1", "http://a.localhost", "http://127.1.2.3", "http://[::1]:3", "https://a.example",
    ])
    func `causes no warning when nobody can listen in`(issuer: String) throws {
        #expect(try SettingsFixture(flags: ["--issuer", issuer]).warnings().isEmpty)
    }
}
