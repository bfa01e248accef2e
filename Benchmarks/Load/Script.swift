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
        get(path, fields: "Authorization: Bearer \(token)\r\n")
    }

    /// A browser's GET, with the cookie that it keeps.
    static func open(_ path: String, cookie: String?) -> ByteBuffer { get(path, fields: Calls.browser(cookie)) }

    /// A browser's form.
    static func submit(_ path: String, form: String, cookie: String?, address: String) -> ByteBuffer {
        ByteBuffer(
            string:
                "POST \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: watchword-bench\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\nX-Forwarded-For: \(address)\r\n\(browser(cookie))"
                + "Content-Length: \(form.utf8.count)\r\n\r\n\(form)")
    }

    private static func get(_ path: String, fields: String) -> ByteBuffer {
        ByteBuffer(string: "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: watchword-bench\r\n\(fields)\r\n")
    }

    private static func browser(_ cookie: String?) -> String {
        "Accept-Language: ja-JP,ja;q=0.9,en;q=0.8\r\n" + (cookie.map { "Cookie: \($0)\r\n" } ?? "")
    }
}
