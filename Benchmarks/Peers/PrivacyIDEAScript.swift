import Identity
import NIOCore

/// Logs in at privacyIDEA with a token that sends an SMS: starts a challenge, takes the code from the gateway, and answers.
///
/// There is no token to hold at the end: the answer itself is signed, and says that the person was recognised.
struct PrivacyIDEAScript: Script {
    /// Who starts the challenge.
    enum Beginning: Sendable {
        /// The person, with the PIN of their token.
        case pin(String)
        /// An application, with the right to start one for anybody; no PIN is asked for.
        case application(token: String)
    }

    let beginning: Beginning
    let phones: Phones
    let book: Codebook
    let signatures: SignaturesSeen
    private var number: Int?
    private var challenge: ByteBuffer?

    init(_ beginning: Beginning, phones: Phones, book: Codebook, signatures: SignaturesSeen) {
        self.beginning = beginning
        self.phones = phones
        self.book = book
        self.signatures = signatures
    }

    mutating func begin() -> ByteBuffer {
        let number = phones.next()
        self.number = number
        return switch beginning {
        case .pin(let pin): PeerCalls.post("/validate/check", #"{"serial":"SMS\#(number)","pass":"\#(pin)"}"#)
        case .application(let token):
            PeerCalls.post(
                "/validate/triggerchallenge", #"{"serial":"SMS\#(number)"}"#, fields: "Authorization: \(token)\r\n")
        }
    }

    mutating func next(after answer: Answer) -> Step {
        let body = try? JSON.parse(answer.body.readableBytesView).object
        guard let number else {
            signatures.look(at: [challenge, answer.body].compactMap(\.self))
            let isRight = body?["result"]?.object?["value"]?.bool == true
            return isRight ? .done : .failed("validate/check answered \(answer.status) to the code")
        }
        self.number = nil
        challenge = answer.body
        guard answer.status == 200, let transaction = body?["detail"]?.object?["transaction_id"]?.string else {
            return .failed("the challenge was answered with \(answer.status)")
        }
        guard let code = book.take(number) else { return .failed("the gateway got no code") }
        return .call(
            PeerCalls.post(
                "/validate/check",
                #"{"serial":"SMS\#(number)","transaction_id":"\#(transaction)","pass":"\#(code)"}"#))
    }
}
