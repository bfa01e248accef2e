import NIOCore

/// Reads one URL of the Management API.
struct ReadScript: Script {
    let path: String
    let request: ByteBuffer

    init(path: String, token: String) {
        self.path = path
        request = Calls.get(path, token: token)
    }

    mutating func begin() -> ByteBuffer { request }

    mutating func next(after answer: Answer) -> Step {
        answer.status == 200 ? .done : .failed("\(path) answered \(answer.status)")
    }
}
