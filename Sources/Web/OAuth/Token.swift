import HTTPTypes
import Hummingbird
import Identity
import Logging

/// `POST /oauth/token` (contract section 3).
struct Token: Sendable {
    let exchange: ExchangeToken
    let configuration: ConfigurationCache
    let callerAddress: CallerAddress
    let clock: any WallClock
    let issuer: Issuer
    let limit: AddressRateLimit?

    func handle(_ request: Request, _ context: WebContext) async throws -> Response {
        if let refusal = CrossOrigin.refusal(request, allowed: configuration.current.origins.contains) {
            return refusal
        }
        do throws(OAuthError) {
            return CrossOrigin.open(try await answer(request, context), to: request)
        } catch {
            var answer = error.response
            if error.status == .unauthorized, request.headers[.authorization] != nil {
                answer.headers[.wwwAuthenticate] = "Basic realm=\"oauth\""
            }
            return CrossOrigin.open(answer, to: request)
        }
    }

    private func answer(_ request: Request, _ context: WebContext) async throws(OAuthError) -> Response {
        let caller = callerAddress.caller(request, peer: context.peer)
        try OAuthError.check(limit, caller, at: clock.now())
        let parameters: JSONObject
        do { parameters = try await RequestBody.parameters(request) } catch { throw OAuthError(error) }
        guard parameters["grant_type"] != nil else {
            throw .invalidRequest("Missing required parameter: grant_type")
        }
        let credentials = try Credentials.read(request, parameters)
        let proof = try proof(request)
        let outcome = await exchange.exchange(
            TokenRequest(
                parameters: parameters, credentials: credentials,
                caller: forwarded(caller, request, credentials), proof: proof), logger: context.logger)
        switch outcome {
        case .issued(let answer): return Response.json(.object(body(answer))).notStored()
        case .refused(let refusal):
            if case .failed(let reason) = refusal {
                context.logger.error("a token could not be made", metadata: ["reason": "\(reason)"])
            }
            throw OAuthError(refusal)
        }
    }

    /// The proof in the `DPoP` header (RFC 9449 section 4.3): one, or none.
    private func proof(_ request: Request) throws(OAuthError) -> DPoPProof? {
        let headers = request.headers[values: .dpop]
        guard let header = headers.first else { return nil }
        guard headers.count == 1 else {
            throw OAuthError(.badRequest, "invalid_dpop_proof", "More than one DPoP header")
        }
        let checked = DPoPProof.check(
            header, method: request.method.rawValue, url: issuer.url + "oauth/token", accessToken: nil,
            at: clock.now())
        switch checked {
        case .success(let proof): return proof
        case .failure(let problem): throw OAuthError(.badRequest, "invalid_dpop_proof", "\(problem)")
        }
    }

    /// The person's address that a trusted confidential client passes on. The grant refuses a wrong secret before it is used.
    private func forwarded(_ caller: Caller, _ request: Request, _ credentials: ClientCredentials) -> Caller {
        guard credentials.proof != .none, let value = request.headers[.auth0ForwardedFor],
            let address = IPAddress(value),
            let client = configuration.current.client(credentials.clientID), client.trustsForwardedAddress,
            client.authenticationMethod != .none
        else { return caller }
        return Caller(address: address, userAgent: caller.userAgent)
    }

    private func body(_ answer: TokenAnswer) -> JSONObject {
        var body: JSONObject = ["access_token": .string(answer.accessToken)]
        body["refresh_token"] = answer.refreshToken.map { .string($0) }
        body["id_token"] = answer.idToken.map { .string($0) }
        body["scope"] = answer.scope.map { .string($0.text) }
        body["expires_in"] = .int(answer.lifetime.secondsRoundedUp)
        body["token_type"] = answer.isBoundToKey ? "DPoP" : "Bearer"
        return body
    }
}
