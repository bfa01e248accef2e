import Testing

@testable import Watchword

@Suite struct `An environment variable` {
    @Test(arguments: ["WATCHWORD_GATEWAY_TIMEOUTS", "WATCHWORD_gateway_timeout", "WATCHWORD_GATEWAY-TIMEOUT"])
    func `with our prefix and an unknown name is refused`(variable: String) {
        #expect(
            SettingsFixture(environment: [variable: "1"]).complaints() == [
                "\(variable) (environment): is no setting of Watchword\n    expected: perhaps WATCHWORD_GATEWAY_TIMEOUT"
            ])
    }

    @Test func `of another program is not looked at`() {
        #expect(SettingsFixture(environment: ["PORT": "x", "WATCHWORDS": "x"]).complaints().isEmpty)
    }

    @Test func `with an unknown name is refused without its value`() {
        let fixture = SettingsFixture(environment: ["WATCHWORD_MASTERKEY": SettingsFixture.masterKey.base64])
        #expect(!fixture.complaints().contains { $0.contains(SettingsFixture.masterKey.base64) })
    }
}

@Suite struct `What Kubernetes sets for a Service` {
    static let variables = [
        "WATCHWORD_PORT": "tcp://10.0.0.1:3000",
        "WATCHWORD_PORT_3000_TCP": "tcp://10.0.0.1:3000",
        "WATCHWORD_PORT_3000_TCP_ADDR": "10.0.0.1",
        "WATCHWORD_PORT_3000_TCP_PORT": "3000",
        "WATCHWORD_PORT_3000_TCP_PROTO": "tcp",
        "WATCHWORD_SERVICE_HOST": "10.0.0.1",
        "WATCHWORD_SERVICE_PORT": "3000",
        "WATCHWORD_SERVICE_PORT_HTTP": "3000",
    ]

    @Test func `leaves the port as it is`() throws {
        let fixture = SettingsFixture(environment: Self.variables, yaml: "port: 3001")
        #expect(try fixture.settings().listen.port == 3001)
    }

    @Test func `is named in one warning`() throws {
        let warnings = try SettingsFixture(environment: Self.variables).warnings()
        #expect(warnings.count == 1)
        #expect(Self.variables.keys.allSatisfy { warnings[0].contains($0) })
    }

    @Test func `is recognised for a Service whose name begins like ours`() throws {
        let fixture = SettingsFixture(environment: [
            "WATCHWORD_METRICS_SERVICE_HOST": "10.0.0.2",
            "WATCHWORD_METRICS_PORT": "udp://10.0.0.2:53",
            "WATCHWORD_METRICS_PORT_53_UDP": "udp://10.0.0.2:53",
        ])
        #expect(try fixture.warnings().count == 1)
    }

    @Test(arguments: ["WATCHWORD_METRICS_PORT", "WATCHWORD_PORT_HTTP", "WATCHWORD_SERVICE"])
    func `is not mistaken for what only looks similar`(variable: String) {
        #expect(SettingsFixture(environment: [variable: "3000"]).complaints().count == 1)
    }
}
