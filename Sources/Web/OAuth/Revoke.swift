import HTTPTypes
import Hummingbird
import Identity

/// `POST /oauth/revoke` (RFC 7009, contract section 5.7): 200 also where there was nothing to revoke.
struct Revoke: Sendable {
    let revoke: RevokeToken
    let authenticate: AuthenticateClient
    let configuration: ConfigurationCache
    let callerAddress: CallerAddress
    let clock: any WallClock
    let limit: AddressRateLimit?

    func handle(_ request: Request, _ context: WebContext) async throws -> Response {
        if let refusal = CrossOrigin.refusal(request, allowed: configuration.current.origins.contains) {
            return refusal
        }
        do throws(OAuthError) {
            return CrossOrigin.open(try await answer(request, context), to: request)
        } catch { return CrossOrigin.open(error.response, to: request) }
    }

    private func answer(_ request: Request, _ context: WebContext) async throws(OAuthError) -> Response {
        let caller = callerAddress.caller(request, peer: context.peer)
        try OAuthError.check(limit, caller, at: clock.now())
        let parameters: JSONObject
        do { parameters = try await RequestBody.parameters(request) } catch { throw OAuthError(error) }
        let credentials = try Credentials.read(request, parameters)
        guard let value = parameters["token"], value != "" else {
            throw .invalidRequest("Missing required parameter: token")
        }
        guard let token = value.string, token.utf8.count <= 8_192 else {
            throw .invalidRequest("token must be a string")
        }
        let outcome: AuthenticateClient.Outcome
        do { outcome = try await authenticate.authenticate(credentials, logger: context.logger) } catch {
            throw OAuthError(error)
        }
        let client: Client
        switch outcome {
        case .authenticated(let known): client = known
        case .unproven(let known) where known.isPublic: client = known
        case .unproven, .wrongProof, .unknownClient:
            throw OAuthError(.unauthorized, "invalid_client", "Unauthorized")
        }
        do {
            try await revoke.revoke(token, client: client, caller: caller)
        } catch { throw OAuthError(error) }
        return Response(status: .ok).notStored()
    }
}
