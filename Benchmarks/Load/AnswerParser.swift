import NIOCore

/// An answer as far as the driver looks at it.
struct Answer {
    let status: Int
    /// The status line and the fields, as they came.
    let head: ByteBuffer
    let body: ByteBuffer

    var hasRetryAfter: Bool { value(of: HTTPText.retryAfter) != nil }
    /// Where a redirect leads; nil for any other answer.
    var location: String? { (300..<400).contains(status) ? value(of: HTTPText.location) : nil }
    /// The first cookie that the answer gives, as `name=value`.
    var cookie: String? { value(of: HTTPText.setCookie).map { String($0.prefix { $0 != ";" }) } }

    private func value(of name: [UInt8]) -> String? {
        head.withUnsafeReadableBytes { bytes in
            HTTPText.value(of: name, in: bytes).map { String(decoding: $0, as: UTF8.self) }
        }
    }
}

/// What came is not an answer that the driver can read.
struct UnreadableAnswer: Error {}

/// Takes answers off a connection. Only bodies with a length are understood.
struct AnswerParser {
    private var received = ByteBuffer()

    mutating func append(_ buffer: inout ByteBuffer) {
        if received.readableBytes == 0 { received = buffer } else { received.writeBuffer(&buffer) }
    }

    mutating func append(_ bytes: ArraySlice<UInt8>) { received.writeBytes(bytes) }

    /// The next answer; nil while it is not all there.
    mutating func next() throws(UnreadableAnswer) -> Answer? {
        let size = received.withUnsafeReadableBytes { bytes -> Result<Size?, UnreadableAnswer> in
            guard let length = HTTPText.headLength(bytes) else { return .success(nil) }
            let head = UnsafeRawBufferPointer(rebasing: bytes[..<length])
            guard length > 12, let status = HTTPText.number(head[9..<12]),
                let body = HTTPText.value(of: HTTPText.contentLength, in: head).flatMap({ HTTPText.number($0) })
            else { return .failure(UnreadableAnswer()) }
            return .success(Size(head: length, status: status, body: body))
        }
        guard let size = try size.get(), received.readableBytes >= size.head + size.body else { return nil }
        let head = received.readSlice(length: size.head) ?? ByteBuffer()
        let body = received.readSlice(length: size.body) ?? ByteBuffer()
        return Answer(status: size.status, head: head, body: body)
    }

    private struct Size {
        let head: Int
        let status: Int
        let body: Int
    }
}
