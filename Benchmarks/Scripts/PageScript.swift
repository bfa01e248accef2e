import NIOCore

/// Opens the hosted page again and again, in a browser that is at its first step.
struct PageScript: Script {
    let clientID: String
    private var page: ByteBuffer?

    init(clientID: String) { self.clientID = clientID }

    mutating func begin() -> ByteBuffer {
        page ?? Calls.open(BrowserScript.address(clientID: clientID), cookie: nil)
    }

    mutating func next(after answer: Answer) -> Step {
        if page != nil { return answer.status == 200 ? .done : .failed("the page answered \(answer.status)") }
        guard answer.status == 302, let location = answer.location else {
            return .failed("/authorize answered \(answer.status)")
        }
        let call = Calls.open(location, cookie: answer.cookie)
        page = call
        return .call(call)
    }
}
