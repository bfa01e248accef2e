/// The events of logging in, in the shape of contract section 8.7.
enum LoginEvents {
    /// `cs`: the provider took the message.
    static func sent(_ request: StartLogin.Request, userKey: String, id: String, at now: Timestamp) -> Event {
        var event = start(.codeSent, request, id: id, at: now)
        event.userID = User.idPrefix + userKey
        event.details = ["body": .object(body(request))]
        return event
    }

    /// `f`: the provider did not take it. The reason is the caller's, for an operator may read it over the API too.
    static func notSent(
        _ request: StartLogin.Request, problem: DeliveryProblem, id: String, at now: Timestamp
    ) -> Event {
        var event = start(.failedLogin, request, id: id, at: now)
        event.description = problem.forCaller
        event.details = ["error": ["message": .string(problem.forOperator)], "body": .object(body(request))]
        return event
    }

    /// `f`: an unknown number where sign-up is off.
    static func signupDisabled(_ request: StartLogin.Request, id: String, at now: Timestamp) -> Event {
        var event = start(.failedLogin, request, id: id, at: now)
        event.description = "Public signup is disabled"
        return event
    }

    /// `f`: a blocked user asked for a code and got none.
    static func blockedAtStart(_ request: StartLogin.Request, user: User, id: String, at now: Timestamp) -> Event {
        var event = start(.failedLogin, request, id: id, at: now)
        event.description = "user is blocked"
        event.userID = user.id
        return event
    }

    /// `api_limit`: the address asked for too many codes.
    static func addressLimited(_ request: StartLogin.Request, id: String, at now: Timestamp) -> Event {
        var event = start(.rateLimited, request, id: id, at: now)
        event.description = "Too many codes were asked for from this address"
        return event
    }

    /// `limit_phone`: the number got too many messages.
    static func sendsPaused(_ request: StartLogin.Request, id: String, at now: Timestamp) -> Event {
        var event = start(.sendsPaused, request, id: id, at: now)
        event.description = "Too many messages were sent to this number"
        return event
    }

    /// `s` or `ss`: a code was right.
    static func success(
        _ type: Event.Kind, _ request: VerifyLoginCode.Request, user: User, id: String, at now: Timestamp
    ) -> Event {
        var event = exchange(type, request, id: id, at: now)
        event.userID = user.id
        event.description = type == .signup ? "" : "Successful login"
        return event
    }

    /// `fepotpft` and its kin: a code was not accepted.
    static func failure(
        _ type: Event.Kind, _ description: String, _ request: VerifyLoginCode.Request, user: User?, id: String,
        at now: Timestamp
    ) -> Event {
        var event = exchange(type, request, id: id, at: now)
        event.userID = user?.id
        event.description = description
        return event
    }

    private static func start(
        _ type: Event.Kind, _ request: StartLogin.Request, id: String, at now: Timestamp
    ) -> Event {
        var event = Event(type, id: id, at: now).called(by: request.client, from: request.caller)
        event.connection = request.connection.name
        event.connectionID = request.connection.id
        event.userName = request.phone.e164
        return event
    }

    private static func exchange(
        _ type: Event.Kind, _ request: VerifyLoginCode.Request, id: String, at now: Timestamp
    ) -> Event {
        var event = Event(type, id: id, at: now).called(by: request.client, from: request.caller)
        event.connection = request.connection.name
        event.connectionID = request.connection.id
        event.userName = request.phone.e164
        event.audience = request.audience
        event.scope = request.scope
        return event
    }

    /// The members of `details.body` of a `cs` event.
    private static func body(_ request: StartLogin.Request) -> JSONObject {
        var body: JSONObject = [
            "client_id": .string(request.client.id), "connection": .string(request.connection.name),
            "phone_number": .string(request.phone.e164), "send": "code",
            "ip": .string(request.caller.address.description),
            "request_language": .string(MessageValues.cleanLanguage(request.language)),
        ]
        body["user-agent"] = request.caller.userAgent.map { .string($0) }
        if !request.parameters.isEmpty { body["authParams"] = .object(request.parameters) }
        return body
    }
}
