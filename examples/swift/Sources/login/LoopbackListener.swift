import Foundation
import Glibc

/// Waits on a free port of this machine for a browser that comes back from the login page (RFC 8252 section 7.3).
final class LoopbackListener {
    let port: UInt16
    private let listener: Int32

    init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        self.listener = listener
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutableBytes(of: &address) { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) {
                bind(listener, $0.baseAddress, size) == 0 && listen(listener, 8) == 0
                    && getsockname(listener, $0.baseAddress, &size) == 0
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        guard isListening else { throw LoginFailure(description: "No port of 127.0.0.1 can be listened on.") }
    }

    deinit { close(listener) }

    /// The parameters of the first request that is the awaited one; any other gets 404, for anyone may knock here.
    func waitForRedirect(_ isAwaited: ([String: String]) -> Bool) throws -> [String: String] {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { throw LoginFailure(description: "The port was closed.") }
            defer { close(connection) }
            let parameters = parametersOfRequest(connection)
            let isOurs = isAwaited(parameters)
            let text = isOurs ? "You can close this window and go back to the program." : "There is nothing here."
            let answer =
                "HTTP/1.1 \(isOurs ? "200 OK" : "404 Not Found")\r\ncontent-type: text/plain; charset=utf-8\r\n"
                + "content-length: \(text.utf8.count)\r\nconnection: close\r\n\r\n\(text)"
            _ = send(connection, answer, answer.utf8.count, Int32(MSG_NOSIGNAL))
            if isOurs { return parameters }
        }
    }

    /// Reads a request's head, 16 KB and five seconds at most, and takes the query out of its first line.
    private func parametersOfRequest(_ connection: Int32) -> [String: String] {
        var patience = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var head = Data()
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while head.count < 16_384, head.range(of: Data("\r\n\r\n".utf8)) == nil {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { return [:] }
            head.append(contentsOf: buffer.prefix(count))
        }
        let words = String(decoding: head.prefix { $0 != 13 }, as: UTF8.self).split(separator: " ")
        guard words.count == 3, words[0] == "GET", let parts = URLComponents(string: String(words[1])) else {
            return [:]
        }
        let items = (parts.queryItems ?? []).map { ($0.name, $0.value ?? "") }
        return Dictionary(items, uniquingKeysWith: { first, _ in first })
    }
}
