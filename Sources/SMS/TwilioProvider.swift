import Foundation
import Identity

/// Sends through Twilio's Messages resource, or whoever speaks its API (contract section 7): only 201 is a yes.
struct TwilioProvider: Sendable {
    let outbound: Outbound
    let base: GatewayURL

    func send(_ message: SMSMessage, through account: SMSOptions.TwilioAccount) async -> Delivery {
        guard let form = form(for: message, account: account) else {
            return .refused(
                DeliveryProblem(
                    forCaller: "Twilio needs a sender: the connection has neither from nor messaging_service_sid"))
        }
        guard let url = messagesURL(of: account) else {
            return .refused(DeliveryProblem(forCaller: "The twilio_sid of the connection is too long for a URL"))
        }
        let headers = [
            ("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json"),
            ("Authorization", "Basic " + Data("\(account.sid):\(account.token.exposed)".utf8).base64EncodedString()),
        ]
        let call = OutboundCall(
            url: url, headers: headers, body: Array(form.utf8), egress: nil,
            wantsBody: { status in status != 201 })
        switch await outbound.post(call) {
        case .answered(201, _): return .accepted
        case .answered(let status, let body):
            let text =
                TwilioError(body)?.text(hiding: [message.body, account.token.exposed, message.recipient.e164])
                ?? "Unexpected response from Twilio: \(status)"
            return .refused(DeliveryProblem(forCaller: text))
        case .failed(let failure): return failure.delivery(calling: .twilio)
        }
    }

    /// Nil where there is nobody to send from. A messaging service chooses the number itself, so it goes first.
    private func form(for message: SMSMessage, account: SMSOptions.TwilioAccount) -> String? {
        let sender: String
        if let service = account.messagingServiceSID {
            sender = "MessagingServiceSid=\(service.percentEncoded)"
        } else if let from = message.sender {
            sender = "From=\(from.percentEncoded)"
        } else {
            return nil
        }
        return "To=\(message.recipient.e164.percentEncoded)&\(sender)&Body=\(message.body.percentEncoded)"
    }

    private func messagesURL(of account: SMSOptions.TwilioAccount) -> GatewayURL? {
        let slash = base.target.hasSuffix("/") ? "" : "/"
        return try? GatewayURL("\(base)\(slash)2010-04-01/Accounts/\(account.sid.percentEncoded)/Messages.json")
    }
}
