import Foundation

/// One text message to deliver: the JSON object a login server posts to its SMS gateway.
///
/// ```json
/// {"recipient": "+15551234567", "body": "Your code is 123456", "sender": "+15550000000",
///  "req": {"ip": "192.0.2.1", "user-agent": "Mozilla/5.0"}}
/// ```
public struct GatewayMessage: Codable, Sendable, Equatable {
    /// The name of the header that carries the message's id. The id stays the same when a message is sent again,
    /// so that a gateway can drop what it has already delivered. Auth0 does not send this header.
    public static let idHeader = "Watchword-Message-Id"

    /// The largest request body that is read, in bytes: 64 KiB.
    public static let maximumBytes = 65_536

    /// The phone number to deliver to: `+` and 1 to 15 digits when it comes from Watchword.
    public var recipient: String

    /// The text to deliver, finished: nothing in it is left to fill in.
    public var body: String

    /// Whom the message should seem to come from, as the operator typed it; not always a phone number.
    public var sender: String?

    /// Who asked for the code. Present only when the connection forwards request information.
    public var req: Request?

    /// What the login server knows about the browser or program that asked for a code.
    public struct Request: Codable, Sendable, Equatable {
        /// The caller's address, IPv4 or IPv6.
        public var ip: String?

        /// The caller's `User-Agent` header.
        public var userAgent: String?

        /// Makes the pair; either half may be unknown.
        public init(ip: String?, userAgent: String?) {
            self.ip = ip
            self.userAgent = userAgent
        }

        private enum CodingKeys: String, CodingKey {
            case ip
            case userAgent = "user-agent"
        }
    }

    /// Makes a message, for instance in a gateway's own tests.
    public init(recipient: String, body: String, sender: String? = nil, req: Request? = nil) {
        self.recipient = recipient
        self.body = body
        self.sender = sender
        self.req = req
    }

    /// Reads a request body. Unknown fields are ignored; a `sender` or `req` of an unexpected type counts as absent.
    ///
    /// Throws ``GatewayError/tooLarge``, ``GatewayError/notJSON``, ``GatewayError/missingRecipient`` or
    /// ``GatewayError/missingBody``.
    public init(json: some Collection<UInt8>) throws(GatewayError) {
        guard json.count <= Self.maximumBytes else { throw .tooLarge }
        let wire: Wire
        do {
            wire = try JSONDecoder().decode(Wire.self, from: Data(json))
        } catch {
            throw .notJSON
        }
        guard let recipient = wire.recipient, !recipient.isEmpty else { throw .missingRecipient }
        guard let body = wire.body, !body.isEmpty else { throw .missingBody }
        self.init(recipient: recipient, body: body, sender: wire.sender, req: wire.req)
    }

    /// The object as it arrives: any field may be absent or of the wrong type, and each is judged alone.
    private struct Wire: Decodable {
        let recipient: String?
        let body: String?
        let sender: String?
        let req: Request?

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            recipient = try? fields.decode(String.self, forKey: .recipient)
            body = try? fields.decode(String.self, forKey: .body)
            sender = try? fields.decode(String.self, forKey: .sender)
            req = try? fields.decode(Request.self, forKey: .req)
        }
    }
}
