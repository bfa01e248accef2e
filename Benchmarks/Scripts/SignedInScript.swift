import Identity
import NIOCore

/// Signs in once, and then uses the tokens again and again.
struct SignedInScript: Script {
    enum Use {
        /// `/oauth/token` with a refresh token, which is a new one each time.
        case refresh
        /// `/userinfo` with the access token.
        case userInfo
    }

    let use: Use
    private var login: LoginScript
    private var request: ByteBuffer?

    init(_ use: Use, clientID: String, callers: Callers, book: Codebook) {
        self.use = use
        login = LoginScript(
            clientID: clientID, callers: callers, book: book, signatures: SignatureCount(),
            scope: "openid profile phone offline_access")
    }

    mutating func begin() -> ByteBuffer { request ?? login.begin() }

    mutating func next(after answer: Answer) -> Step {
        let isSigningIn = request == nil
        if isSigningIn {
            let step = login.next(after: answer)
            guard case .done = step else { return step }
        } else if answer.status != 200 {
            return .failed("\(use) answered \(answer.status)")
        }
        if isSigningIn || use == .refresh {
            guard let request = call(with: answer.body) else { return .failed("\(use): there is no token") }
            self.request = request
            if isSigningIn { return .call(request) }
        }
        return .done
    }

    private func call(with body: ByteBuffer) -> ByteBuffer? {
        let tokens = try? JSON.parse(body.readableBytesView).object
        switch use {
        case .refresh:
            return tokens?["refresh_token"]?.string.map {
                Calls.post(
                    "/oauth/token",
                    json:
                        #"{"grant_type":"refresh_token","client_id":"\#(login.clientID)","refresh_token":"\#($0)"}"#)
            }
        case .userInfo: return tokens?["access_token"]?.string.map { Calls.get("/userinfo", token: $0) }
        }
    }
}
