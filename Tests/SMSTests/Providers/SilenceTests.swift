import Identity
import SMS
import Testing

@Suite struct `The text of a failure` {
    private static let scripts: [ScriptedServer.Script] = [
        answer(401), answer(500), .resetAfterRequest, .silence, .answer("garbage\r\n\r\n"),
        .answer(
            head(400, ["Content-Length: 120"])
                + #"{"code":21211,"message":"'To' number \#(Secrets.phone) is wrong for 'Your code is \#(Secrets.code)'"}"#
                .padding(to: 120)),
    ]

    @Test(arguments: Wire.allCases, scripts)
    func `holds no secret, no number and no code`(wire: Wire, script: ScriptedServer.Script) async throws {
        let delivery = try await delivery(over: wire, to: script, deadline: .seconds(2))
        let texts = [delivery.text, delivery.detail].compactMap(\.self).joined() + String(describing: delivery)
        let secrets = [Secrets.key, Secrets.twilioToken, "9012345678", Secrets.code, "eyJ"]
        #expect(secrets.filter { texts.contains($0) } == [])
    }
}

extension String {
    /// The text with spaces at its end, up to a count of bytes.
    fileprivate func padding(to count: Int) -> String {
        self + String(repeating: " ", count: max(0, count - utf8.count))
    }
}
