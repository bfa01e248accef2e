import Logging

/// A phone number and the code that was sent to it (contract section 3.1).
package struct PasswordlessGrant: Grant {
    package static let type = "http://auth0.com/oauth/grant-type/passwordless/otp"
    package static let needsConfidentialClient = false

    private let verify: VerifyLoginCode
    private let tokens: TokenIssuer
    private let configuration: ConfigurationCache
    private let clock: any WallClock

    package init(
        verify: VerifyLoginCode, tokens: TokenIssuer, configuration: ConfigurationCache, clock: any WallClock
    ) {
        self.verify = verify
        self.tokens = tokens
        self.configuration = configuration
        self.clock = clock
    }

    package func exchange(_ request: TokenRequest, client: Client, logger: Logger) async -> TokenOutcome {
        do throws(TokenRefusal) {
            let username = try request.required("username")
            let code = try request.required("otp")
            let realm = try request.required("realm")
            let asked = try request.scope()
            // Everything that could refuse is looked at before the code is used up.
            let audience = try request.optional("audience") ?? configuration.current.settings.defaultAudience
            let api = try await api(audience, for: client)
            let granted = grantedScope(asked ?? .none, api: api, client: client)
            guard let phone = PhoneNumber(username), let connection = try await connection(realm, for: client) else {
                throw .wrongCode
            }
            let user = try await user(
                VerifyLoginCode.Request(
                    connection: connection, phone: phone, code: code, client: client, caller: request.caller,
                    audience: api?.identifier, scope: asked?.text))
            return .issued(try await answer(for: user, client: client, api: api, asked: asked, granted: granted))
        } catch { return .refused(error) }
    }

    /// The API that the token is for; nil for one that only `/userinfo` takes, whether no audience was named or that one.
    private func api(_ audience: String?, for client: Client) async throws(TokenRefusal) -> API? {
        guard let audience, audience != tokens.userInfoAudience else { return nil }
        let api: API?
        do { api = try await configuration.find { $0.api(audience) } } catch { throw TokenRefusal(error) }
        guard let api else { throw .unknownAudience(audience) }
        let isAllowed =
            switch api.userPolicy {
            case "allow_all": !api.isSystem
            case "require_client_grant":
                configuration.current.grant(clientID: client.id, audience: audience, subjectType: "user") != nil
            default: false
            }
        guard isAllowed else { throw .userNotAllowed(clientID: client.id, audience: audience) }
        return api
    }

    /// What is granted of what was asked: the OpenID scopes, and those that the API knows. `offline_access` is not.
    private func grantedScope(_ asked: Scope, api: API?, client: Client) -> Scope {
        var known: Set<String> = ["openid", "profile", "email", "phone", "address"]
        if let api {
            if api.userPolicy == "require_client_grant" {
                let grant = configuration.current.grant(
                    clientID: client.id, audience: api.identifier, subjectType: "user")
                known.formUnion(grant?.scopes(of: api) ?? [])
            } else {
                known.formUnion(api.scopes)
            }
        }
        return asked.filter(known.contains)
    }

    private func connection(_ realm: String, for client: Client) async throws(TokenRefusal) -> Connection? {
        let connection: Connection?
        do { connection = try await configuration.find { $0.connection(realm: realm) } } catch {
            throw TokenRefusal(error)
        }
        guard let connection, connection.enabledClients.contains(client.id) else { return nil }
        return connection
    }

    private func user(_ request: VerifyLoginCode.Request) async throws(TokenRefusal) -> User {
        let outcome: VerifyLoginCode.Outcome
        do { outcome = try await verify.verify(request) } catch { throw TokenRefusal(error) }
        switch outcome {
        case .right(let user): return user
        case .wrong: throw .wrongCode
        case .locked: throw .tooManyTries
        case .waiting(let wait): throw .waiting(wait)
        case .blocked: throw .blockedUser
        case .signupDisabled: throw .signupDisabled
        }
    }

    private func answer(
        for user: User, client: Client, api: API?, asked: Scope?, granted: Scope
    ) async throws(TokenRefusal) -> TokenAnswer {
        let now = clock.now()
        let keys = configuration.current.keys
        do {
            let access: TokenIssuer.Issued
            if let api {
                access = try await tokens.accessToken(
                    for: user, client: client, api: api, scope: granted, keys: keys, at: now)
            } else {
                access = try tokens.opaqueToken(for: user, client: client, scope: granted, at: now)
            }
            var idToken: String?
            if granted.contains("openid") {
                idToken = try await tokens.idToken(for: user, client: client, scope: granted, keys: keys, at: now)
            }
            return TokenAnswer(
                accessToken: access.token, lifetime: access.lifetime, idToken: idToken,
                scope: granted == (asked ?? .none) ? nil : granted)
        } catch { throw TokenRefusal(error) }
    }
}
