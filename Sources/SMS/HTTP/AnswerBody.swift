import AsyncHTTPClient
import NIOCore
import NIOPosix

extension HTTPClientResponse.Body {
    /// The longest answer that is read, in bytes. Gateways and Twilio answer with a few hundred.
    static let longest = 16_384

    /// The whole body; nil where it is too long, is cut short or does not end before the deadline.
    func bytes(before deadline: NIODeadline) async -> [UInt8]? {
        let reading = Task { await bytes() }
        let alarm = MultiThreadedEventLoopGroup.singleton.any().scheduleTask(deadline: deadline) { reading.cancel() }
        defer { alarm.cancel() }
        return await reading.value
    }

    private func bytes() async -> [UInt8]? {
        var bytes: [UInt8] = []
        do {
            for try await part in self {
                bytes += part.readableBytesView
                guard bytes.count <= Self.longest else { return nil }
            }
        } catch {
            return nil
        }
        return Task.isCancelled ? nil : bytes
    }
}
