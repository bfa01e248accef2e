/// Logging in from an application's own page: a number and a code for a login ticket, which `/authorize` takes instead of asking
/// (contract section 4.2). The ticket is worth something once, for the same client, and in the same browser.
package struct CrossOriginLogin: Sendable {
    package enum Outcome: Sendable {
        case ticket(Ticket)
        case refused(Refusal)
    }

    /// What the page gets.
    package struct Ticket: Sendable {
        /// `login_ticket`: sealed text.
        package let text: String
        /// `co_id` and `co_verifier`.
        package let id: String
        package let verifier: Secret<String>
        /// The cookie that the browser must have when it brings the ticket.
        package let cookie: Secret<String>
    }

    package enum Refusal: Error, Sendable {
        case clientNotAllowed
        case unknownRealm(String)
        case wrongCode
        case blocked
        case signupDisabled
        case locked
        case waiting(Duration)
        case overloaded
        case failed(String)
    }

    private let with: AuthorizationIngredients

    package init(_ with: AuthorizationIngredients) { self.with = with }

    /// A ticket must be brought at once.
    private static let lifetime = Duration.seconds(120)

    /// Tries the code and, where it is right, makes a ticket.
    package func authenticate(
        client: Client, realm: String, phone: PhoneNumber?, code: String, caller: Caller
    ) async -> Outcome {
        do throws(Refusal) {
            guard client.allowsCrossOriginAuthentication else { throw .clientNotAllowed }
            let connection: Connection?
            do { connection = try await with.configuration.find { $0.connection(realm: realm) } } catch {
                throw Refusal(error)
            }
            guard let connection, connection.enabledClients.contains(client.id) else { throw .unknownRealm(realm) }
            guard let phone else { throw .wrongCode }
            let request = VerifyLoginCode.Request(
                connection: connection, phone: phone, code: code, client: client, caller: caller, audience: nil,
                scope: nil, failureKind: .failedCrossOriginLogin)
            let outcome: VerifyLoginCode.Outcome
            do { outcome = try await with.verify.verify(request) } catch { throw Refusal(error) }
            return .ticket(try ticket(for: try CrossOriginLogin.user(outcome), client: client))
        } catch { return .refused(error) }
    }

    private static func user(_ outcome: VerifyLoginCode.Outcome) throws(Refusal) -> User {
        switch outcome {
        case .right(let user): return user
        case .wrong, .gone, .wouldBeRight: throw .wrongCode
        case .locked: throw .locked
        case .waiting(let wait): throw .waiting(wait)
        case .blocked: throw .blocked
        case .signupDisabled: throw .signupDisabled
        }
    }

    private func ticket(for user: User, client: Client) throws(Refusal) -> Ticket {
        let id = with.random.alphanumerics(22)
        let cookie = Secret(with.random.alphanumerics(32))
        let content = TicketContent(
            id: id, clientID: client.id, userID: user.id, browser: LoginTransaction.browser(of: cookie.exposed),
            expiresAt: with.clock.now() + CrossOriginLogin.lifetime)
        do {
            return Ticket(
                text: try with.vault.makeOpaque(content.bytes, for: .loginTicket), id: id,
                verifier: Secret(with.random.alphanumerics(32)), cookie: cookie)
        } catch { throw Refusal(error) }
    }

    /// What a ticket of a browser stands for, not yet spent: the user, or nil where the ticket is no good.
    func read(_ text: String, clientID: String, cookie: String?) -> TicketContent? {
        guard let bytes = with.vault.readOpaque(text, for: .loginTicket), let content = TicketContent(bytes),
            content.clientID == clientID, with.clock.now() < content.expiresAt, let cookie,
            constantTimeEqual(LoginTransaction.browser(of: cookie).utf8, content.browser.utf8)
        else { return nil }
        return content
    }
}

extension CrossOriginLogin.Refusal {
    init(_ error: StoreError) {
        switch TokenRefusal(error) {
        case .failed(let reason): self = .failed(reason)
        default: self = .overloaded
        }
    }
}

/// What a login ticket says to the server that made it.
struct TicketContent: Sendable {
    let id: String
    let clientID: String
    let userID: String
    let browser: String
    let expiresAt: Timestamp

    var bytes: [UInt8] {
        JSON.array([.string(id), .string(clientID), .string(userID), .string(browser), .int(expiresAt.seconds)])
            .serialized()
    }
}

extension TicketContent {
    init?(_ bytes: [UInt8]) {
        guard let items = try? JSON.parse(bytes).array, items.count == 5, let id = items[0].string,
            let clientID = items[1].string, let userID = items[2].string, let browser = items[3].string,
            let seconds = items[4].integer
        else { return nil }
        self.init(
            id: id, clientID: clientID, userID: userID, browser: browser, expiresAt: Timestamp(seconds: seconds))
    }
}
