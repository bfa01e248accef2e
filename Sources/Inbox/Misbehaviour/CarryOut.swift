import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

extension Misbehaviour {
    /// Does it, on the connection of the request. Returns the answer that is left to give; after a drip or a reset the
    /// connection is gone, and what is returned reaches nobody. Ends early when the server stops.
    func carryOut(on channel: any Channel, pace: InboxApplication.Pace) async throws -> Response {
        let delay = Duration.milliseconds(delayMilliseconds)
        try await cancelWhenGracefulShutdown { try await Task.sleep(for: delay) }
        switch ending {
        case .status(let code):
            return Response(status: .init(code: code))
        case .drip:
            try await cancelWhenGracefulShutdown {
                try await Self.drip(on: channel, every: pace.dripInterval, during: pace.dripLimit)
            }
        case .reset:
            try await Self.reset(channel)
        }
        return Response(status: .ok)
    }

    /// Sends the head of an answer that never ends, one byte at a time, past the HTTP encoder: first
    /// `HTTP/1.1 200 OK` and the name of a header, then dots for its value. A caller that renews its deadline with every
    /// byte never gives up. The connection is closed when the time is over or the caller has gone.
    private static func drip(on channel: any Channel, every interval: Duration, during limit: Duration) async throws {
        try await channel.eventLoop.submit {
            try channel.pipeline.syncOperations.addHandler(RawBytes(), position: .first)
        }.get()
        do {
            var start = Array("HTTP/1.1 200 OK\r\nX-Drip: ".utf8)[...]
            var remaining = Int(limit / interval)
            while remaining > 0 {
                try await RawBytes.send(start.popFirst() ?? UInt8(ascii: "."), on: channel)
                try await Task.sleep(for: interval)
                remaining -= 1
            }
        } catch {
            try? await channel.close()
            throw error
        }
        try await channel.close()
    }

    /// Closes the connection with a TCP reset: no answer, no farewell.
    private static func reset(_ channel: any Channel) async throws {
        if let socket = channel as? any SocketOptionProvider {
            try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        }
        try await channel.close()
    }
}

/// A place in the pipeline next to the socket, from which bytes go out as they are.
private final class RawBytes: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Sends one byte and waits until the system has taken it.
    static func send(_ byte: UInt8, on channel: any Channel) async throws {
        try await channel.eventLoop.flatSubmit {
            let sent = channel.eventLoop.makePromise(of: Void.self)
            do {
                let context = try channel.pipeline.syncOperations.context(handlerType: RawBytes.self)
                context.writeAndFlush(NIOAny(ByteBuffer(bytes: [byte])), promise: sent)
            } catch {
                sent.fail(error)
            }
            return sent.futureResult
        }.get()
    }
}
