import NIOCore

/// What one client does over and over: an operation of one or more calls.
protocol Script {
    /// The operation's first call.
    mutating func begin() -> ByteBuffer
    /// What follows an answer.
    mutating func next(after answer: Answer) -> Step
}

/// How an operation goes on.
enum Step {
    case call(ByteBuffer)
    case done
    case failed(String)
}

/// A client's calls, written out.
enum Calls {
    /// A POST of JSON, from behind a proxy that names the caller's address.
    static func post(_ path: String, json: String, address: String? = nil) -> ByteBuffer {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(json.utf8.count + 256)
        buffer.writeString("POST ")
        buffer.writeString(path)
        buffer.writeString(
            " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: watchword-bench\r\nContent-Type: application/json\r\n")
        if let address {
            buffer.writeString("X-Forwarded-For: ")
            buffer.writeString(address)
            buffer.writeString("\r\n")
        }
        buffer.writeString("Content-Length: ")
        buffer.writeString(String(json.utf8.count))
        buffer.writeString("\r\n\r\n")
        buffer.writeString(json)
        return buffer
    }

    /// A GET with a bearer token.
    static func get(_ path: String, token: String) -> ByteBuffer {
        ByteBuffer(
            string:
                "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: watchword-bench\r\nAuthorization: Bearer \(token)\r\n\r\n"
        )
    }
}
