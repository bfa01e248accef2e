import Identity

/// Sends through a team's own SMS gateway: one POST of JSON a message, and only 200 is a yes (contract section 1).
struct GatewayProvider: Sendable {
    let outbound: Outbound
    let egress: EgressPolicy
    let clock: any WallClock
    let random: any RandomSource

    func send(_ message: SMSMessage, through gateway: SMSOptions.Gateway) async -> Delivery {
        let call = OutboundCall(
            url: gateway.url, headers: headers(of: message, authentication: gateway.authentication),
            body: body(of: message), egress: egress, wantsBody: { _ in false })
        switch await outbound.post(call) {
        case .answered(200, _): return .accepted
        case .answered(401, _):
            return .refused(DeliveryProblem(forCaller: "Authentication failed while calling the SMS gateway: 401"))
        case .answered(let status, _):
            return .refused(
                DeliveryProblem(forCaller: "Unexpected response while calling the SMS gateway: \(status)"))
        case .failed(let failure): return failure.delivery(calling: .gateway)
        }
    }

    private func headers(
        of message: SMSMessage, authentication: SMSOptions.Gateway.Authentication?
    ) -> [(String, String)] {
        var headers = [("Content-Type", "application/json"), ("Watchword-Message-Id", message.id)]
        if let traceParent = message.traceParent { headers.append(("traceparent", traceParent)) }
        if let authentication {
            let token = GatewayToken(authentication: authentication, issuedAt: clock.now(), id: random.bytes(16))
            headers.append(("Authorization", token.authorization))
        }
        return headers
    }

    /// `{"recipient", "body", "sender"?, "req"?: {"ip", "user-agent"?}}`
    private func body(of message: SMSMessage) -> [UInt8] {
        var json = Array(#"{"recipient":"#.utf8)
        json.reserveCapacity(256)
        JSON.string(message.recipient.e164).write(to: &json)
        json += #","body":"#.utf8
        JSON.string(message.body).write(to: &json)
        if let sender = message.sender {
            json += #","sender":"#.utf8
            JSON.string(sender).write(to: &json)
        }
        if let caller = message.caller {
            json += #","req":{"ip":"#.utf8
            JSON.string(caller.address.description).write(to: &json)
            if let userAgent = caller.userAgent {
                json += #","user-agent":"#.utf8
                JSON.string(userAgent).write(to: &json)
            }
            json.append(UInt8(ascii: "}"))
        }
        json.append(UInt8(ascii: "}"))
        return json
    }
}
