import HTTPTypes
import Hummingbird
import Identity

/// `POST /passwordless/verify` (contract section 4.1): says whether a code is right, and leaves it usable for the
/// `verify_redirect` that follows.
struct LegacyVerify: Sendable {
    let verify: VerifyLoginCode
    let configuration: ConfigurationCache
    let callerAddress: CallerAddress
    let clock: any WallClock
    let limit: AddressRateLimit?

    func handle(_ request: Request, _ context: WebContext) async throws -> Response {
        do throws(OAuthError) {
            return try await answer(request, context)
        } catch {
            return CrossOrigin.open(error.response, to: request, allowed: configuration.current.origins.contains)
        }
    }

    private func answer(_ request: Request, _ context: WebContext) async throws(OAuthError) -> Response {
        let caller = callerAddress.caller(request, peer: context.peer)
        try OAuthError.check(limit, caller, at: clock.now())
        let parameters: JSONObject
        do { parameters = try await RequestBody.parameters(request) } catch { throw OAuthError(error) }
        if let scope = parameters["scope"], scope.string == nil {
            throw .invalidRequest("scope parameter must be a string")
        }
        let clientID = try LegacyVerify.required("client_id", parameters)
        let realm = try LegacyVerify.required("connection", parameters)
        // auth0.js names number and code otherwise than the reference does.
        let number = try LegacyVerify.required("username", parameters, else: "phone_number")
        let code = try LegacyVerify.required("password", parameters, else: "verification_code")
        let (client, connection) = try await parties(clientID, realm)
        if let refusal = CrossOrigin.refusal(request, allowed: client.origins.contains) { return refusal }
        guard client.mayBringCodes else {
            throw OAuthError(TokenRefusal.grantNotAllowed(type: PasswordlessGrant.type))
        }
        guard connection.enabledClients.contains(client.id) else {
            throw .invalidRequest("the connection was disabled")
        }
        guard let phone = PhoneNumber(number) else { throw .wrongLegacyCode }
        let outcome: VerifyLoginCode.Outcome
        do {
            outcome = try await verify.verify(
                VerifyLoginCode.Request(
                    connection: connection, phone: phone, code: code, client: client,
                    caller: caller, audience: nil, scope: nil,
                    failureKind: .failedLogin, usesUp: false))
        } catch { throw OAuthError(error) }
        switch outcome {
        case .right, .wouldBeRight: return CrossOrigin.open(Response.json([:]).notStored(), to: request)
        case .wrong, .gone, .locked, .signupDisabled: throw .wrongLegacyCode
        case .waiting(let wait): throw OAuthError(TokenRefusal.waiting(wait))
        case .blocked: throw OAuthError(TokenRefusal.blockedUser)
        }
    }

    private func parties(_ clientID: String, _ realm: String) async throws(OAuthError) -> (Client, Connection) {
        let (client, connection): (Client?, Connection?)
        do {
            client = try await configuration.find { $0.client(clientID) }
            connection = try await configuration.find { $0.connection(realm: realm) }
        } catch { throw OAuthError(error) }
        guard let client else { throw .unknownClient }
        guard let connection else { throw .invalidRequest("the connection was not found") }
        return (client, connection)
    }

    private static func required(
        _ name: String, _ parameters: JSONObject, else other: String? = nil
    ) throws(OAuthError) -> String {
        let value = parameters[name] ?? other.flatMap { parameters[$0] }
        guard let text = value?.string, !text.isEmpty, text.utf8.count <= 1_024 else {
            throw .invalidRequest("missing \(name) parameter")
        }
        return text
    }
}

extension OAuthError {
    fileprivate static let wrongLegacyCode = OAuthError(
        .unauthorized, "invalid_user_password", "Wrong phone number or verification code.")
}
