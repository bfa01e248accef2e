import NIOCore

/// A client's calls to a peer.
enum PeerCalls {
    /// A POST of JSON, with further fields, each ended by CR LF.
    static func post(_ path: String, _ json: String, fields: String = "") -> ByteBuffer {
        ByteBuffer(
            string:
                "POST \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: watchword-bench\r\n\(fields)"
                + "Content-Type: application/json\r\nContent-Length: \(json.utf8.count)\r\n\r\n\(json)")
    }
}
