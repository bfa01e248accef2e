import Logging

/// A phone number and the code that was sent to it (contract section 3.1).
package struct PasswordlessGrant: Grant {
    package static let type = "http://auth0.com/oauth/grant-type/passwordless/otp"
    package static let needsConfidentialClient = false

    private let with: GrantIngredients

    package init(_ with: GrantIngredients) { self.with = with }

    package func exchange(_ request: TokenRequest, client: Client, logger: Logger) async -> TokenOutcome {
        do throws(TokenRefusal) {
            let username = try request.required("username")
            let code = try request.required("otp")
            let realm = try request.required("realm")
            let asked = try request.scope()
            // Everything that could refuse is looked at before the code is used up.
            let audience = try request.optional("audience") ?? with.configuration.current.settings.defaultAudience
            let access = try await with.access.decide(audience: audience, asked: asked, client: client)
            guard let phone = PhoneNumber(username), let connection = try await connection(realm, for: client) else {
                throw .wrongCode
            }
            return .issued(
                try await answer(
                    VerifyLoginCode.Request(
                        connection: connection, phone: phone, code: code, client: client, caller: request.caller,
                        audience: access.api?.identifier, scope: asked?.text),
                    access: access, thumbprint: request.proof?.thumbprint))
        } catch { return .refused(error) }
    }

    private func connection(_ realm: String, for client: Client) async throws(TokenRefusal) -> Connection? {
        let connection: Connection?
        do { connection = try await with.configuration.find { $0.connection(realm: realm) } } catch {
            throw TokenRefusal(error)
        }
        guard let connection, connection.enabledClients.contains(client.id) else { return nil }
        return connection
    }

    /// Uses the code up and, where one is granted, writes the refresh token: one transaction. Then signs.
    private func answer(
        _ request: VerifyLoginCode.Request, access: GrantedAccess, thumbprint: String?
    ) async throws(TokenRefusal) -> TokenAnswer {
        let verify = with.verify
        let draw = verify.draw()
        let grantID = with.random.alphanumerics(24)
        let trial: VerifyLoginCode.Trial
        let refresh: RefreshToken?
        do {
            (trial, refresh) = try await with.store.write { tx throws(StoreError) in
                let trial = try verify.attempt(request, draw, in: tx)
                guard case .right(let user) = trial.outcome, access.scope.contains("offline_access") else {
                    return (trial, nil)
                }
                let refresh = RefreshToken.begin(
                    id: grantID, user: user, client: request.client, sessionID: nil, access: access,
                    authenticatedAt: draw.now, keyThumbprint: thumbprint, caller: request.caller, at: draw.now)
                try tx.insert(refresh)
                return (trial, refresh)
            }
        } catch { throw TokenRefusal(error) }
        var login = LoginTokens.Login(
            user: try PasswordlessGrant.user(verify.conclude(trial)), client: request.client, access: access,
            authenticatedAt: draw.now)
        login.grantID = refresh?.id
        login.keyThumbprint = thumbprint
        return try await with.login.answer(for: login, refresh: refresh)
    }

    private static func user(_ outcome: VerifyLoginCode.Outcome) throws(TokenRefusal) -> User {
        switch outcome {
        case .right(let user): return user
        case .wrong, .gone, .wouldBeRight: throw .wrongCode
        case .locked: throw .tooManyTries
        case .waiting(let wait): throw .waiting(wait)
        case .blocked: throw .blockedUser
        case .signupDisabled: throw .signupDisabled
        }
    }
}
