import Identity
import NIOCore
import Synchronization

/// Logs in: asks for a code, takes it from the gateway, and turns it into tokens.
struct LoginScript: Script {
    static let grant = "http://auth0.com/oauth/grant-type/passwordless/otp"

    let clientID: String
    let callers: Callers
    let book: Codebook
    let signatures: SignatureCount
    let scope: String
    private var caller: Callers.Caller?

    init(clientID: String, callers: Callers, book: Codebook, signatures: SignatureCount, scope: String = "openid") {
        self.clientID = clientID
        self.callers = callers
        self.book = book
        self.signatures = signatures
        self.scope = scope
    }

    mutating func begin() -> ByteBuffer {
        let caller = callers.next()
        self.caller = caller
        return StartScript.call("/passwordless/start", clientID: clientID, caller)
    }

    mutating func next(after answer: Answer) -> Step {
        guard let caller else {
            signatures.look(at: answer.body)
            return answer.status == 200 ? .done : .failed("/oauth/token answered \(answer.status)")
        }
        guard answer.status == 200 else { return .failed("/passwordless/start answered \(answer.status)") }
        guard let code = book.take(caller.number) else { return .failed("the gateway got no code") }
        self.caller = nil
        return .call(
            Calls.post(
                "/oauth/token",
                json:
                    #"{"grant_type":"\#(LoginScript.grant)","client_id":"\#(clientID)","username":"\#(caller.phone)","#
                    + #""otp":"\#(code)","realm":"sms","scope":"\#(scope)"}"#,
                address: caller.address))
    }
}

/// How many RS256 signatures a login costs, read off the first answer: an opaque access token has none.
final class SignatureCount: Sendable {
    private let found = Atomic<Int>(0)

    func look(at body: ByteBuffer) {
        guard found.load(ordering: .relaxed) == 0, let answer = try? JSON.parse(body.readableBytesView).object else {
            return
        }
        let tokens = ["access_token", "id_token"].compactMap { answer[$0]?.string }
        found.store(tokens.count(where: SignatureCount.isRS256), ordering: .relaxed)
    }

    var perLogin: Int { found.load(ordering: .relaxed) }

    /// Whether a token is a JWS (RFC 7515) whose header names RS256.
    private static func isRS256(_ token: String) -> Bool {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let header = Base64URL.decode(parts[0]) else { return false }
        return (try? JSON.parse(header).object?["alg"]?.string) == "RS256"
    }
}
