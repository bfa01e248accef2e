import Identity
import TestSupport
import Testing

@Suite struct `The gateway page's PATCH` {
    @Test func `is refused as it is pasted, with the place of its comma`() throws {
        #expect(throws: JSONProblem.self) { try JSON.parse(GatewayPage.pasted) }
        do throws(JSONProblem) { _ = try JSON.parse(GatewayPage.pasted) } catch {
            #expect(error.line == 19)
            #expect(error.column == 1)
            #expect(error.reason == "Expected a member name in quotes")
        }
    }

    @Test func `is accepted without the comma, and echoed unchanged`() throws {
        let body = try JSON.parse(GatewayPage.patch)
        let connection = try ConnectionPatch(body).apply(to: .sample(options: GatewayPage.twilioOptions))
        #expect(JSON.object(connection.options) == body.object?["options"])
        #expect(connection.options.keys == body.object?["options"]?.object?.keys)
    }

    @Test func `turns the connection to the gateway`() throws {
        let connection = try ConnectionPatch(try JSON.parse(GatewayPage.patch))
            .apply(to: .sample(options: GatewayPage.twilioOptions))
        guard case .gateway(let gateway) = connection.sms.provider else {
            Issue.record("\(connection.sms.provider)")
            return
        }
        #expect(gateway.url.host == .name("sms.example.com"))
        #expect(gateway.authentication == nil)
        #expect(connection.sms.from == "+1 234 567")
        #expect(connection.sms.forwardsRequestInfo)
        #expect(connection.sms.codeLifetime == .seconds(300))
        #expect(connection.sms.codeLength == 6)
        #expect(connection.sms.template.render(.acme) == "Your verification code is: 123456")
    }

    @Test func `loses every option that it leaves out`() throws {
        let connection = try ConnectionPatch(try JSON.parse(GatewayPage.patch))
            .apply(to: .sample(options: GatewayPage.twilioOptions))
        for name in ["twilio_sid", "twilio_token", "messaging_service_sid"] {
            #expect(connection.options[name] == nil)
        }
        let smaller = try ConnectionPatch(options: ["from": "x"]).apply(to: connection)
        #expect(smaller.options == ["from": "x"])
    }

    @Test func `may carry what signs the requests`() throws {
        var options = try #require(try JSON.parse(GatewayPage.patch).object?["options"]?.object)
        options["gateway_authentication"] = .object(GatewayPage.authentication)
        let connection = try ConnectionPatch(options: options).apply(to: .sample())
        guard case .gateway(let gateway) = connection.sms.provider else {
            Issue.record("\(connection.sms.provider)")
            return
        }
        #expect(gateway.authentication?.subject == "urn:Auth0")
        #expect(gateway.authentication?.audience == "urn:MySmsGateway")
        #expect(gateway.authentication?.key.exposed == Array("MySecretToSignTheToken".utf8))
    }

    @Test func `is preceded by a Twilio connection whose null is kept`() throws {
        let connection = try ConnectionPatch(options: GatewayPage.twilioOptions).apply(to: .sample())
        #expect(connection.options["messaging_service_sid"] == JSON.null)
        guard case .twilio(let account) = connection.sms.provider else {
            Issue.record("\(connection.sms.provider)")
            return
        }
        #expect(account.sid == "TWILIO_SID")
        #expect(account.token.exposed == "TWILIO_AUTH_TOKEN")
        #expect(account.messagingServiceSID == nil)
    }
}
