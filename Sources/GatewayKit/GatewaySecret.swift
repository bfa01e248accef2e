import Foundation

/// The secret that login server and gateway share, in one of the two forms the connection's settings allow.
public enum GatewaySecret: Sendable {
    /// The bytes of the text are the key (`secret_base64_encoded: false`).
    case text(String)

    /// The text is base64url, with or without padding; what it decodes to is the key (`secret_base64_encoded: true`).
    case base64URL(String)

    /// The bytes of the key, or `nil` when the text is empty or not base64url.
    var bytes: [UInt8]? {
        switch self {
        case .text(let text): text.isEmpty ? nil : Array(text.utf8)
        case .base64URL(let text): Self.decode(text)
        }
    }

    /// Reads base64url (RFC 4648 section 5). `+` and `/` of plain base64 are read too: people paste either.
    private static func decode(_ text: String) -> [UInt8]? {
        var plain = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
        while plain.hasSuffix("=") { plain.removeLast() }
        plain += String(repeating: "=", count: (4 - plain.count % 4) % 4)
        guard let data = Data(base64Encoded: plain), !data.isEmpty else { return nil }
        return Array(data)
    }
}

extension GatewaySecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Dots: a secret is not printed.
    public var description: String { "••••" }

    /// Dots: a secret is not printed.
    public var debugDescription: String { description }

    /// Nothing: a secret is not dumped.
    public var customMirror: Mirror { Mirror(self, children: [] as [Mirror.Child]) }
}
