import Glibc

/// A client on one thread and one connection that waits for each answer: for waiting until a server is there, and for looking
/// how other routes fare while it is busy.
final class BlockingClient {
    private let port: Int
    private var descriptor: Int32 = -1

    init(port: Int) { self.port = port }
    deinit { disconnect() }

    /// The status of a GET; nil when nobody listens, or nothing came within 30 s.
    func get(_ path: String) -> Int? {
        guard descriptor >= 0 || connect() else { return nil }
        let request = "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n"
        let written = request.withCString { send(descriptor, $0, request.utf8.count, Int32(MSG_NOSIGNAL)) }
        var parser = AnswerParser()
        var bytes = [UInt8](repeating: 0, count: 16_384)
        while written == request.utf8.count {
            let count = recv(descriptor, &bytes, bytes.count, 0)
            guard count > 0 else { break }
            parser.append(bytes[..<count])
            guard let answer = try? parser.next() else { continue }
            return answer.status
        }
        disconnect()
        return nil
    }

    /// Whether somebody listens.
    var reaches: Bool { descriptor >= 0 || connect() }

    private func connect() -> Bool {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        var wait = timeval(tv_sec: 30, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in.loopback(port: port)
        let isConnected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        if !isConnected { disconnect() }
        return isConnected
    }

    private func disconnect() {
        guard descriptor >= 0 else { return }
        close(descriptor)
        descriptor = -1
    }
}
