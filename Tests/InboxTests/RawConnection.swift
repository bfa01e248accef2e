import Foundation
import Glibc

/// A TCP connection to a server on this machine, below HTTP: it sees the bytes as they come and how the end comes.
final class RawConnection: Sendable {
    /// How a connection went on.
    enum Event: Equatable {
        case bytes([UInt8])
        /// The other side said good-bye (FIN).
        case closed
        /// The other side cut the line (RST).
        case reset
        /// Twenty seconds without a byte.
        case silence
    }

    struct Failed: Error {}

    private let descriptor: Int32

    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw Failed() }
        var patience = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw Failed() }
    }

    deinit { close(descriptor) }

    func send(_ text: String) throws {
        let bytes = Array(text.utf8)
        guard Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw Failed()
        }
    }

    /// What comes next.
    func next() -> Event {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count > 0 { return .bytes(Array(buffer.prefix(count))) }
        if count == 0 { return .closed }
        return errno == ECONNRESET ? .reset : .silence
    }

    /// Reads until the text so far satisfies the condition, or nothing more comes.
    func read(until enough: (String) -> Bool) -> String {
        var text = ""
        while !enough(text), case .bytes(let bytes) = next() { text += String(decoding: bytes, as: UTF8.self) }
        return text
    }

    /// Does something with a connection on a thread of its own: the calls above block.
    static func run<T: Sendable>(
        port: Int, _ body: @escaping @Sendable (RawConnection) throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(with: Result { try body(try RawConnection(port: port)) })
            }
        }
    }

    /// Sends a request and reads all that comes back.
    static func exchange(port: Int, _ request: String) async throws -> String {
        try await run(port: port) { connection in
            try connection.send(request)
            return connection.read { _ in false }
        }
    }
}
