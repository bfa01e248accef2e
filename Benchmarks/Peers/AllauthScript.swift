import Identity
import NIOCore

/// Logs in at django-allauth's headless API as an app does: asks for a code, takes it from the gateway, and gets two tokens.
struct AllauthScript: Script {
    let phones: Phones
    let book: Codebook
    let signatures: SignaturesSeen
    private var number: Int?

    init(phones: Phones, book: Codebook, signatures: SignaturesSeen) {
        self.phones = phones
        self.book = book
        self.signatures = signatures
    }

    mutating func begin() -> ByteBuffer {
        let number = phones.next()
        self.number = number
        return PeerCalls.post("/_allauth/app/v1/auth/code/request", #"{"phone":"+\#(number)"}"#)
    }

    mutating func next(after answer: Answer) -> Step {
        guard let number else {
            signatures.look(at: [answer.body])
            return answer.status == 200 ? .done : .failed("code/confirm answered \(answer.status)")
        }
        self.number = nil
        // 401 is what the API says of everybody who is not logged in yet.
        guard answer.status == 401, let body = try? JSON.parse(answer.body.readableBytesView).object,
            let session = body["meta"]?.object?["session_token"]?.string
        else { return .failed("code/request answered \(answer.status)") }
        guard let code = book.take(number) else { return .failed("the gateway got no code") }
        return .call(
            PeerCalls.post(
                "/_allauth/app/v1/auth/code/confirm", #"{"code":"\#(code)"}"#, fields: "X-Session-Token: \(session)\r\n"
            ))
    }
}
