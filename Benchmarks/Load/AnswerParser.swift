import NIOCore

/// An answer as far as the driver looks at it.
struct Answer {
    let status: Int
    let hasRetryAfter: Bool
    let body: ByteBuffer
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
        let head = received.withUnsafeReadableBytes { bytes -> Result<Head?, UnreadableAnswer> in
            guard let length = HTTPText.headLength(bytes) else { return .success(nil) }
            let head = UnsafeRawBufferPointer(rebasing: bytes[..<length])
            guard length > 12, let status = HTTPText.number(head[9..<12]),
                let body = HTTPText.value(of: HTTPText.contentLength, in: head).flatMap({ HTTPText.number($0) })
            else { return .failure(UnreadableAnswer()) }
            let hasRetryAfter = status >= 400 && HTTPText.value(of: HTTPText.retryAfter, in: head) != nil
            return .success(Head(length: length, status: status, hasRetryAfter: hasRetryAfter, body: body))
        }
        guard let head = try head.get(), received.readableBytes >= head.length + head.body else { return nil }
        received.moveReaderIndex(forwardBy: head.length)
        let body = received.readSlice(length: head.body) ?? ByteBuffer()
        return Answer(status: head.status, hasRetryAfter: head.hasRetryAfter, body: body)
    }

    private struct Head {
        let length: Int
        let status: Int
        let hasRetryAfter: Bool
        let body: Int
    }
}
