import Identity

/// One real message through a connection's own provider, template and sender, with zeros for a code.
struct TestMessage {
    let provider: any SMSProvider
    let random: any RandomSource
    /// What the clock on the wall cannot: measure.
    let elapsed: @Sendable () -> Duration

    func send(to phone: PhoneNumber, through connection: Connection) async -> Finding {
        let sms = connection.sms
        let body = sms.template.render(
            MessageValues(
                code: String(repeating: "0", count: sms.codeLength), phoneNumber: phone.e164,
                applicationName: "Watchword", requestLanguage: ""))
        let message = SMSMessage(
            id: random.alphanumerics(22), recipient: phone, body: body, sender: sms.from, caller: nil)
        let start = elapsed()
        let delivery = await provider.send(message, through: sms.provider)
        let milliseconds = (elapsed() - start).inMicroseconds / 1_000
        switch delivery {
        case .accepted:
            return .ok("test message", "\(connection.name)'s provider accepted it after \(milliseconds) ms")
        case .refused(let problem):
            return .fail("test message", "it was not sent, after \(milliseconds) ms: \(problem.forOperator)")
        case .unknown(let problem):
            return .fail("test message", "it may or may not arrive, after \(milliseconds) ms: \(problem.forOperator)")
        }
    }
}
