import Foundation
import GatewayKit

/// One request the gateway received: a message, or an attempt it refused.
struct InboxMessage: Sendable, Encodable {
    /// What is known of a request before it is put in the box.
    struct Arrival: Sendable {
        /// When it arrived.
        var receivedAt: Date
        /// What was to be delivered; `nil` when the body could not be read.
        var message: GatewayMessage?
        /// What its token said, and whether it is believed.
        var token: TokenReport
        /// The `Watchword-Message-Id` header.
        var messageID: String?
        /// Why it was refused, in a sentence; `nil` when it was not.
        var refusal: String?
        /// What was answered: a status such as `200`, `drip` or `reset`.
        var answer: String
    }

    /// Counts up from 1 as long as the inbox runs.
    let id: Int
    let arrival: Arrival
    /// 1, or how often this message id has arrived so far.
    let attempt: Int
    /// The login code in the text, if there is one; `nil` for a refused message, which no phone would have got.
    let code: String?

    init(id: Int, arrival: Arrival, attempt: Int) {
        self.id = id
        self.arrival = arrival
        self.attempt = attempt
        code = arrival.refusal != nil ? nil : arrival.message.flatMap { CodeInText.find(in: $0.body) }
    }

    private enum Key: String, CodingKey {
        case id, recipient, body, sender, code, req, token, attempt, refusal, answer
        case receivedAt = "received_at"
        case messageID = "message_id"
    }

    /// Every key is always there; what is unknown is `null`.
    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encode(id, forKey: .id)
        try fields.encode(arrival.receivedAt, forKey: .receivedAt)
        try fields.encode(arrival.message?.recipient, forKey: .recipient)
        try fields.encode(arrival.message?.body, forKey: .body)
        try fields.encode(arrival.message?.sender, forKey: .sender)
        try fields.encode(code, forKey: .code)
        try fields.encode(arrival.message?.req, forKey: .req)
        try fields.encode(arrival.token, forKey: .token)
        try fields.encode(arrival.messageID, forKey: .messageID)
        try fields.encode(attempt, forKey: .attempt)
        try fields.encode(arrival.refusal, forKey: .refusal)
        try fields.encode(arrival.answer, forKey: .answer)
    }
}
