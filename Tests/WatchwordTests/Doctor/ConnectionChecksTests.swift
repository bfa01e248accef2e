import Identity
import SMS
import TestSupport
import Testing

@testable import Watchword

@Suite struct `The doctor, looking at a connection,` {
    @Test(arguments: ["https://192.0.1.1/sms", "https://gateway.example/sms", "http://127.0.0.1:9/sms"])
    func `is content with a gateway that may be called`(url: String) async {
        #expect(await levels(url: url, answers: ["192.0.1.1"]) == [.ok])
    }

    @Test func `shows neither path nor query, which may hold a secret`() async {
        let findings = await checks(["192.0.1.1"]).findings(for: connection("https://gateway.example/hush?key=hush"))
        #expect(!findings.description.contains("hush"))
    }

    @Test func `refuses a name that cannot be resolved`() async {
        #expect(await levels(url: "https://gateway.example/", answers: []) == [.fail])
    }

    @Test func `refuses a name of which one address is private`() async {
        #expect(await levels(url: "https://gateway.example/", answers: ["192.0.1.1", "10.0.0.1"]) == [.fail])
    }

    @Test func `refuses the server's own address, although its network is allowed`() async {
        #expect(await levels(url: "http://127.0.0.1:3000/", answers: []) == [.fail])
    }

    @Test func `warns of codes that travel in the clear`() async {
        #expect(await levels(url: "http://gateway.example/", answers: ["192.0.1.1"]) == [.warn])
    }

    @Test func `warns of what the rules find unwise`() async {
        let short = connection("https://192.0.1.1/", more: ["totp": ["length": 4, "time_step": 300]])
        #expect(await checks([]).findings(for: short).map(\.level) == [.ok, .warn])
    }

    @Test func `warns when no provider is set up`() async {
        let bare = Connection.sample(options: [:])
        #expect(await checks([]).findings(for: bare).map(\.level) == [.warn])
    }

    @Test func `warns when no client may use it`() async {
        let unused = Connection.sample(enabledClients: [])
        #expect(await checks([]).findings(for: unused).map(\.level) == [.ok, .warn])
    }

    @Test(arguments: [(["192.0.1.1"], Finding.Level.ok), ([], .fail)])
    func `looks Twilio's name up`(answers: [String], level: Finding.Level) async {
        let twilio = Connection.sample(options: ["twilio_sid": "AC1", "twilio_token": "t", "from": "+15550001111"])
        #expect(await checks(answers).findings(for: twilio).map(\.level) == [level])
    }

    private func levels(url: String, answers: [String]) async -> [Finding.Level] {
        await checks(answers).findings(for: connection(url)).map(\.level)
    }

    private func connection(_ url: String, more: JSONObject = [:]) -> Connection {
        var options = Connection.sampleOptions
        options["gateway_url"] = .string(url)
        for (name, value) in more { options[name] = value }
        return .sample(options: options)
    }

    private func checks(_ answers: [String]) -> ConnectionChecks {
        ConnectionChecks(
            egress: EgressPolicy(
                allow: ["127.0.0.0/8"].compactMap { IPNetwork($0) },
                ownListeners: [(address: IPAddress(v4: 0x7F00_0001), port: 3000)]),
            resolver: FixedResolver(answers: answers),
            twilio: BaseURL(scheme: "https", host: "twilio.example", port: nil))
    }
}

/// Answers every name with the same addresses; without any, the name does not exist.
private struct FixedResolver: Resolver {
    let answers: [String]

    func addresses(of name: String) async throws(ResolverFailure) -> [IPAddress] {
        guard !answers.isEmpty else { throw ResolverFailure(code: "ENOTFOUND") }
        return answers.compactMap { IPAddress($0) }
    }
}
