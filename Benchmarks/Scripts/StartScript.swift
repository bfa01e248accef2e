import NIOCore

/// Asks for a code: of the server by `/passwordless/start`, of the bare route by `/relay`, with the same bytes.
struct StartScript: Script {
    let path: String
    let clientID: String
    let callers: Callers

    mutating func begin() -> ByteBuffer { StartScript.call(path, clientID: clientID, callers.next()) }

    mutating func next(after answer: Answer) -> Step {
        answer.status == 200 ? .done : .failed("\(path) answered \(answer.status)")
    }

    static func call(_ path: String, clientID: String, _ caller: Callers.Caller) -> ByteBuffer {
        Calls.post(
            path,
            json: #"{"client_id":"\#(clientID)","connection":"sms","phone_number":"\#(caller.phone)","send":"code"}"#,
            address: caller.address)
    }
}
