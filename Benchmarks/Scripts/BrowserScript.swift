import Crypto
import Identity
import NIOCore

/// Logs in as a browser does: `/authorize`, the page for the number, the page for the code, and the exchange of the authorization
/// code. Seven calls, from a browser that was never there before.
struct BrowserScript: Script {
    static let callback = "http://127.0.0.1/callback"

    private enum Stage { case authorize, numberPage, number, codePage, code, exchange }

    private static let verifier = "a-verifier-of-the-benchmark-that-is-as-long-as-PKCE-asks-for"
    private static let challenge = Base64URL.encode(Array(SHA256.hash(data: Array(verifier.utf8))))

    let clientID: String
    let callers: Callers
    let book: Codebook
    private var caller: Callers.Caller
    private var stage = Stage.authorize
    private var cookie: String?
    private var page = ""

    init(clientID: String, callers: Callers, book: Codebook) {
        self.clientID = clientID
        self.callers = callers
        self.book = book
        caller = callers.next()
    }

    mutating func begin() -> ByteBuffer {
        caller = callers.next()
        cookie = nil
        stage = .authorize
        return Calls.open(BrowserScript.address(clientID: clientID), cookie: nil)
    }

    mutating func next(after answer: Answer) -> Step {
        switch stage {
        case .authorize:
            cookie = answer.cookie
            return follow(answer, to: .numberPage)
        case .numberPage: return submit("phone=%2B\(caller.number)&country=JP", after: answer, to: .number)
        case .number: return follow(answer, to: .codePage)
        case .codePage:
            guard let code = book.take(caller.number) else { return .failed("the gateway got no code") }
            return submit("code=\(code)", after: answer, to: .code)
        case .code: return exchange(answer)
        case .exchange: return answer.status == 200 ? .done : failure(answer)
        }
    }

    /// Where a browser's login begins.
    static func address(clientID: String) -> String {
        "/authorize?response_type=code&client_id=\(clientID)&redirect_uri=\(callback.percentEncoded)&scope=openid"
            + "&state=a-state-of-32-characters-as-usual&nonce=a-nonce&code_challenge=\(challenge)&code_challenge_method=S256"
    }

    private mutating func follow(_ answer: Answer, to stage: Stage) -> Step {
        guard let location = answer.location else { return failure(answer) }
        self.stage = stage
        page = location
        return .call(Calls.open(location, cookie: cookie))
    }

    private mutating func submit(_ fields: String, after answer: Answer, to stage: Stage) -> Step {
        guard answer.status == 200, let query = page.firstIndex(of: "?") else { return failure(answer) }
        self.stage = stage
        return .call(
            Calls.submit(
                String(page[..<query]), form: page[page.index(after: query)...] + "&" + fields, cookie: cookie,
                address: caller.address))
    }

    private mutating func exchange(_ answer: Answer) -> Step {
        guard let location = answer.location,
            location.hasPrefix(BrowserScript.callback + "?code="),
            let code = location.dropFirst(BrowserScript.callback.count + 6).split(separator: "&").first
        else { return failure(answer) }
        stage = .exchange
        return .call(
            Calls.post(
                "/oauth/token",
                json:
                    #"{"grant_type":"authorization_code","client_id":"\#(clientID)","code":"\#(code)","#
                    + #""redirect_uri":"\#(BrowserScript.callback)","code_verifier":"\#(BrowserScript.verifier)"}"#,
                address: caller.address))
    }

    private func failure(_ answer: Answer) -> Step { .failed("\(stage): answered \(answer.status)") }
}
