import Glibc

/// A TCP port that nobody listens on. The issuer holds the port, so it must be known before the server is put together.
enum FreePort {
    /// The port itself, or for 0 a free one of the host.
    static func resolve(_ port: Int, host: String) throws(StartProblem) -> Int {
        guard port == 0 else { return port }
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { throw .port(host: host, port: 0, reason: "no socket could be made") }
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
            }
        }
        guard isBound else { throw .port(host: host, port: 0, reason: "no free port was found") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
