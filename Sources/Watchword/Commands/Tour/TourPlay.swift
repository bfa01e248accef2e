import AsyncHTTPClient
import Foundation
import Identity
import JWTKit

/// The tour itself: twelve steps, each of which must hold.
struct TourPlay: Sendable {
    let places: LocalStage.Places
    let client: HTTPClient

    private static let phone = "+1399999"
    private static let clientName = "Tour App"

    func perform() async throws {
        Console.say(
            """
            Watchword: passwordless login by SMS, sent through your own gateway.

            A server listens on \(places.issuer.url)
            A gateway listens on \(places.gateway), and shows what phones receive on \(places.inbox)

            Each step below is a real HTTP call: > is what was sent, < what came back.
            """)
        let steps = TenantSteps(http: WalkHTTP(client: client, watch: TourPrinter.show), issuer: places.issuer)

        TourPrinter.step(
            1, "Get a token for the Management API",
            "The first start made one client that may do everything. Its id and secret buy a token that lives a day.")
        let token = try await steps.managementToken(
            clientID: places.adminClientID, secret: places.adminSecret.exposed)

        TourPrinter.step(
            2, "List the connections and find the one named \"sms\"", "Its id is needed to change it.")
        let connectionID = try await steps.connection(token: token).text("id")
        TourPrinter.note("the connection is \(connectionID)")

        TourPrinter.step(
            3, "Make an application, and let it use the passwordless grant",
            "A native app is a public client: it has no secret. No client has this grant unless it is given.")
        let clientID = try await steps.createClient(name: TourPlay.clientName, token: token).text("client_id")
        try await steps.grantPasswordless(to: clientID, token: token)

        TourPrinter.step(
            4, "Enable the connection for the application", "One application, one connection: both are asked.")
        try await steps.enable(clientID, on: connectionID, token: token)

        TourPrinter.step(
            5, "Point the connection at your gateway",
            "The options are replaced as a whole: what is left out is gone, so everything is sent every time.")
        var options = TenantSteps.gatewayOptions(url: places.gateway)
        _ = try await steps.patchConnection(connectionID, options: options, token: token)

        TourPrinter.step(
            6, "Have every call to the gateway signed",
            "With gateway_authentication the gateway receives a short-lived token that it can verify with the secret.")
        options["gateway_authentication"] = TenantSteps.gatewayAuthentication
        _ = try await steps.patchConnection(connectionID, options: options, token: token)

        try await logIn(steps, clientID: clientID)
        try await meetErrors(steps, clientID: clientID)
        Console.say(
            """

            Every step held. Next: `make demo` keeps such a server running, and the README has the way to a real one.
            """)
    }

    private func logIn(_ steps: TenantSteps, clientID: String) async throws {
        TourPrinter.step(
            7, "Ask for a code",
            "The server makes the code, stores only its hash, and sends the message to the gateway.")
        _ = try await steps.start(clientID: clientID, phone: TourPlay.phone).expecting(200)

        TourPrinter.step(
            8, "Look at what the gateway received",
            "The message, who asked for it (forward_req_info), and the token, which the gateway verified before it said 200."
        )
        let code = try await receivedCode(steps)

        TourPrinter.step(9, "Exchange the code for tokens", "The user is made now, at the first right code.")
        let tokens = try await steps.exchangeCode(code, clientID: clientID, phone: TourPlay.phone)

        TourPrinter.step(
            10, "Verify the ID token with the published keys",
            "Any OpenID Connect library does this: here it is JWTKit.")
        try await verify(tokens.text("id_token"), steps, clientID: clientID)

        TourPrinter.step(
            11, "Ask who the access token speaks of", "A blocked or deleted user's token is dead here at once.")
        let person = try await steps.http.call(
            "GET", places.issuer.url + "userinfo", token: tokens.text("access_token")
        ).expecting(200)
        guard person.object?["phone_number"] == .string(TourPlay.phone) else {
            throw WalkFailure(description: "/userinfo speaks of another number")
        }

        let again = try await steps.http.call(
            "POST", places.issuer.url + "oauth/token",
            body: [
                "grant_type": .string(TenantSteps.passwordlessGrant), "client_id": .string(clientID),
                "username": .string(TourPlay.phone), "otp": .string(code), "realm": "sms",
            ])
        guard again.status == 403 else { throw WalkFailure(description: "a code was accepted twice") }
        TourPrinter.note("the same code a second time: refused")
    }

    private func receivedCode(_ steps: TenantSteps) async throws -> String {
        let recipient = TourPlay.phone.replacing("+", with: "%2B")
        let messages = try await steps.http.call(
            "GET", places.inbox + "api/messages?recipient=\(recipient)&wait_ms=5000"
        ).expecting(200)
        guard let message = messages.array?.first, message.object?["sender"] == "+1 234 567",
            message.object?["req"]?.object?["ip"] == "127.0.0.1", let code = message.object?["code"]?.string
        else { throw WalkFailure(description: "the gateway did not receive the message as it should") }
        guard message.object?["token"]?.object?["state"] == "verified" else {
            throw WalkFailure(description: "the gateway could not verify the token")
        }
        TourPrinter.note("the gateway verified the token and the code is \(code)")
        return code
    }

    private struct IDToken: JWTPayload {
        let iss: IssuerClaim
        let aud: AudienceClaim
        let exp: ExpirationClaim
        let sub: SubjectClaim
        func verify(using algorithm: some JWTAlgorithm) throws { try exp.verifyNotExpired() }
    }

    private func verify(_ token: String, _ steps: TenantSteps, clientID: String) async throws {
        let jwks = try await steps.http.call("GET", places.issuer.url + ".well-known/jwks.json").expecting(200)
        let keys = JWTKeyCollection()
        let claims: IDToken
        do {
            try await keys.add(jwksJSON: jwks.text)
            claims = try await keys.verify(token, as: IDToken.self)
        } catch { throw WalkFailure(description: "the ID token does not verify: \(error)") }
        guard claims.iss.value == places.issuer.url, claims.aud.value == [clientID] else {
            throw WalkFailure(description: "the ID token names another issuer or audience")
        }
        TourPrinter.note("signature, issuer, audience and expiry hold; the subject is \(claims.sub.value)")
    }

    private func meetErrors(_ steps: TenantSteps, clientID: String) async throws {
        let cases: [(behaviour: JSON, why: String, description: String)] = [
            (
                ["status": 500], "Only the status code of the gateway counts, and only 200 is success.",
                "Unexpected response while calling the SMS gateway: 500"
            ),
            (
                ["status": 401], "A gateway that does not accept the token says 401.",
                "Authentication failed while calling the SMS gateway: 401"
            ),
            (
                ["delay_ms": 4_000], "A gateway has 30 seconds to answer; this tour allows two.",
                "Timeout while calling the SMS gateway: "
            ),
        ]
        for (index, next) in cases.enumerated() {
            TourPrinter.step(12 + index, "Meet an error: the gateway is told to \(next.behaviour.text)", next.why)
            _ = try await steps.http.call(
                "PUT", places.inbox + "api/numbers/\(TourPlay.phone)", body: next.behaviour
            ).expecting(200)
            let answer = try await steps.start(clientID: clientID, phone: TourPlay.phone).expecting(400)
            guard answer.object?["error"] == "sms_provider_error",
                try answer.text("error_description").hasPrefix(next.description)
            else { throw WalkFailure(description: "the error was not the documented one: \(answer.text)") }
        }
    }
}
