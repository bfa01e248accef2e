/// One visit to the hosted page: what the application asked for, and how far the person has come. It travels sealed in the pages'
/// `state`; nothing of it is stored, so a flood of visits fills nothing.
///
/// It is worth something only together with the cookie of the browser that began it: a link or a form from elsewhere, or a
/// stolen `state`, leads nowhere (RFC 9700 section 4.7).
package struct LoginTransaction: Sendable, Equatable {
    /// What the person is asked next.
    package enum Step: Sendable, Equatable {
        /// Which number?
        case identifier
        /// Which code was sent to this number, at this time?
        case code(PhoneNumber, connectionID: String, sentAt: Timestamp)
        /// Go on as the one who is logged in, or as another?
        case account(sessionID: String)
        /// May the client do this?
        case consent(sessionID: String)
    }

    /// Names the visit; codes asked for on the page belong to it.
    package let id: String
    /// SHA-256 of the browser's cookie, in base64url.
    package let browser: String
    package let request: AuthorizationRequest
    package let begunAt: Timestamp
    package var step: Step

    package init(
        id: String, browser: String, request: AuthorizationRequest, begunAt: Timestamp, step: Step = .identifier
    ) {
        self.id = id
        self.browser = browser
        self.request = request
        self.begunAt = begunAt
        self.step = step
    }

    /// How long a person may take.
    package static let lifetime = Duration.seconds(3_600)

    package static func newID(_ random: some RandomSource) -> String { random.alphanumerics(22) }
    package static func newCookie(_ random: some RandomSource) -> Secret<String> { Secret(random.alphanumerics(32)) }
    /// The sealed form of a browser's cookie.
    package static func browser(of cookie: String) -> String { Base64URL.encode(AuthorizationCode.hash(of: cookie)) }

    /// The visit's code holder.
    package var holder: LoginHolder { .browser(id) }

    /// The text of the pages' `state`.
    package func sealed(by vault: Vault) throws(StoreError) -> String {
        var object: JSONObject = [
            "i": .string(id), "b": .string(browser), "q": .object(request.json), "t": .int(begunAt.seconds),
        ]
        switch step {
        case .identifier: break
        case .code(let phone, let connectionID, let sentAt):
            object["p"] = .string(phone.e164)
            object["c"] = .string(connectionID)
            object["s"] = .int(sentAt.seconds)
        case .account(let sessionID): object["a"] = .string(sessionID)
        case .consent(let sessionID): object["o"] = .string(sessionID)
        }
        return try vault.makeOpaque(JSON.object(object).serialized(), for: .loginTransaction)
    }

    /// Why a `state` is of no use.
    package enum Problem: Error, Sendable {
        /// Not made here, or changed.
        case unknown
        case expired(AuthorizationRequest)
        /// The browser has not the cookie of the one that began.
        case otherBrowser(AuthorizationRequest)
    }

    /// Reads a `state` that this browser brings.
    package static func open(
        _ text: String, cookie: String?, vault: Vault, at now: Timestamp
    ) throws(Problem) -> LoginTransaction {
        guard let bytes = vault.readOpaque(text, for: .loginTransaction), let object = try? JSON.parse(bytes).object,
            let transaction = LoginTransaction(object)
        else { throw .unknown }
        guard let cookie, constantTimeEqual(browser(of: cookie).utf8, transaction.browser.utf8) else {
            throw .otherBrowser(transaction.request)
        }
        guard now < transaction.begunAt + lifetime else { throw .expired(transaction.request) }
        return transaction
    }

    private init?(_ object: JSONObject) {
        guard let id = object["i"]?.string, let browser = object["b"]?.string,
            let request = object["q"]?.object.flatMap(AuthorizationRequest.init), let begun = object["t"]?.integer
        else { return nil }
        var step = Step.identifier
        if let phone = object["p"]?.string.flatMap(PhoneNumber.init), let connectionID = object["c"]?.string,
            let sentAt = object["s"]?.integer
        {
            step = .code(phone, connectionID: connectionID, sentAt: Timestamp(seconds: sentAt))
        } else if let sessionID = object["a"]?.string {
            step = .account(sessionID: sessionID)
        } else if let sessionID = object["o"]?.string {
            step = .consent(sessionID: sessionID)
        }
        self.init(
            id: id, browser: browser, request: request, begunAt: Timestamp(seconds: begun), step: step)
    }
}
