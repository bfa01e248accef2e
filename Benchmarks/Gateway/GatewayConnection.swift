import NIOCore

/// One caller's connection to the gateway: reads a message, takes it down, and answers 200, at once or after a while.
final class GatewayConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private static let answer = ByteBuffer(
        string: "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
    /// Looking at each token would cost more than the rest of the gateway.
    private static let tokensLookedAt = 64

    private let delay: TimeAmount
    private let book: Codebook
    private var received = ByteBuffer()
    private var count = 0

    init(delay: TimeAmount, book: Codebook) {
        self.delay = delay
        self.book = book
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        if received.readableBytes == 0 { received = buffer } else { received.writeBuffer(&buffer) }
        while let message = nextMessage() {
            book.receive(number: message.number, code: message.code, isSigned: message.isSigned)
            answer(context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func answer(_ context: ChannelHandlerContext) {
        let bytes = wrapOutboundOut(GatewayConnection.answer)
        guard delay > .zero else { return context.writeAndFlush(bytes, promise: nil) }
        context.eventLoop.assumeIsolated().scheduleTask(in: delay) { context.writeAndFlush(bytes, promise: nil) }
    }

    private struct Message {
        let number: Int
        let code: String?
        let isSigned: Bool?
    }

    private func nextMessage() -> Message? {
        let found = received.withUnsafeReadableBytes { bytes -> (message: Message, length: Int)? in
            guard let headLength = HTTPText.headLength(bytes) else { return nil }
            let head = UnsafeRawBufferPointer(rebasing: bytes[..<headLength])
            let length = HTTPText.value(of: HTTPText.contentLength, in: head).flatMap { HTTPText.number($0) } ?? 0
            guard bytes.count >= headLength + length else { return nil }
            let body = UnsafeRawBufferPointer(rebasing: bytes[headLength..<headLength + length])
            count += 1
            var isSigned: Bool?
            if count % GatewayConnection.tokensLookedAt == 1,
                let value = HTTPText.value(of: HTTPText.authorization, in: head)
            {
                isSigned = GatewayToken.isRight(String(decoding: value, as: UTF8.self))
            }
            let message = Message(
                number: MessageBody.number(in: body), code: MessageBody.code(in: body), isSigned: isSigned)
            return (message, headLength + length)
        }
        guard let found else { return nil }
        received.moveReaderIndex(forwardBy: found.length)
        return found.message
    }
}

/// Finds number and code in `{"recipient":"+…","body":"… 123456",…}` without reading it as JSON. A space may follow a colon.
private enum MessageBody {
    private static let recipient = Array(#""recipient":"#.utf8)
    private static let body = Array(#""body":"#.utf8)

    static func number(in bytes: UnsafeRawBufferPointer) -> Int {
        guard let text = text(of: recipient, in: bytes), text.first == 0x2B else { return 0 }
        return HTTPText.number(text.dropFirst()) ?? 0
    }

    /// The last digits of the text, at least four.
    static func code(in bytes: UnsafeRawBufferPointer) -> String? {
        guard let text = text(of: body, in: bytes) else { return nil }
        let digits = text.suffix(while: { (0x30...0x39).contains($0) })
        return digits.count >= 4 ? String(decoding: digits, as: UTF8.self) : nil
    }

    /// What stands between the quotation marks after a member's name.
    private static func text(
        of name: [UInt8], in bytes: UnsafeRawBufferPointer
    ) -> Slice<UnsafeRawBufferPointer>? {
        guard bytes.count >= name.count else { return nil }
        let found = (0...bytes.count - name.count).first { start in
            name.indices.allSatisfy { bytes[start + $0] == name[$0] }
        }
        guard let found else { return nil }
        let value = bytes[(found + name.count)...].drop { $0 == 0x20 }
        return value.first == 0x22 ? value.dropFirst().prefix { $0 != 0x22 } : nil
    }
}

extension BidirectionalCollection {
    /// The longest end whose elements all hold.
    fileprivate func suffix(while holds: (Element) -> Bool) -> SubSequence {
        var start = endIndex
        while start > startIndex, holds(self[index(before: start)]) { start = index(before: start) }
        return self[start...]
    }
}
