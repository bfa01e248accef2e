import Identity
import TestSupport
import Testing

@Suite struct `SMS options` {
    @Test func `have the documented defaults`() {
        let options = SMSOptions([:])
        #expect(options.codeLength == 6)
        #expect(options.codeLifetime == .seconds(180))
        #expect(options.from == nil)
        #expect(!options.disablesSignup)
        #expect(!options.forwardsRequestInfo)
        #expect(options.countsFailures)
        #expect(options.bindsCodesToOrigin)
        #expect(options.template.render(.acme) == "Your verification code is: 123456")
    }

    @Test(arguments: [(true, true), (false, false), (nil, true)] as [(JSON, Bool)])
    func `bind codes to the page unless told not to`(value: JSON, isOn: Bool) {
        #expect(SMSOptions(["origin_bound_codes": value]).bindsCodesToOrigin == isOn)
    }

    @Test(
        arguments: [
            (true, true), ("true", true), (false, false), ("false", false), (nil, false), (1, false), ("yes", false),
        ] as [(JSON, Bool)])
    func `forward who asks for true and its text alone`(value: JSON, isOn: Bool) {
        #expect(SMSOptions(["forward_req_info": value]).forwardsRequestInfo == isOn)
    }

    @Test(
        arguments: [
            ("SGVsbG8", true, "Hello"), ("SGVsbG8=", true, "Hello"), ("fn4_", true, "~~?"),
            ("SGVsbG8", false, "SGVsbG8"),
            ("SGVsbG8", "true", "Hello"), ("SGVsbG8", "false", "SGVsbG8"), ("not base64!", false, "not base64!"),
            ("é", nil, "é"),
        ] as [(String, JSON, String)])
    func `decode the gateway's secret where they say that it is encoded`(
        secret: String, isEncoded: JSON, key: String
    ) throws {
        var authentication = GatewayPage.authentication
        authentication["secret"] = .string(secret)
        authentication["secret_base64_encoded"] = isEncoded.isNull ? nil : isEncoded
        let provider = SMSOptions(.gateway(["gateway_authentication": .object(authentication)])).provider
        guard case .gateway(let gateway) = provider else {
            Issue.record("\(provider)")
            return
        }
        #expect(gateway.authentication?.key.exposed == Array(key.utf8))
    }

    // C1, row 27: older bodies.
    @Test func `find the secret's encoding also where older bodies put it`() {
        var authentication = GatewayPage.authentication
        authentication["secret"] = "SGVsbG8"
        authentication["secret_base64_encoded"] = nil
        let options = JSONObject.gateway([
            "gateway_authentication": .object(authentication), "secret_base64_encoded": true,
        ])
        guard case .gateway(let gateway) = SMSOptions(options).provider else {
            Issue.record("no gateway")
            return
        }
        #expect(gateway.authentication?.key.exposed == Array("Hello".utf8))
    }

    @Test(
        arguments: [
            ([:], "the connection has neither a gateway nor Twilio credentials"),
            (
                ["provider": "twilio", "twilio_sid": "AC1"],
                "the connection has neither a gateway nor Twilio credentials"
            ),
            (["provider": "sms_gateway"], "the connection has no gateway_url"),
            (["provider": "sms_gateway", "gateway_url": "ftp://x"], "the connection has no gateway_url"),
        ] as [(JSONObject, String)])
    func `say what is missing to send a message`(options: JSONObject, reason: String) {
        guard case .incomplete(let found) = SMSOptions(options).provider else {
            Issue.record("they are complete")
            return
        }
        #expect(found == reason)
    }

    @Test func `use Twilio where no provider is named, gateway or not`() {
        var options = GatewayPage.twilioOptions
        options["gateway_url"] = "https://sms.example.com/"
        guard case .twilio = SMSOptions(options).provider else {
            Issue.record("not Twilio")
            return
        }
    }

    @Test func `read Twilio's messaging service`() {
        var options = GatewayPage.twilioOptions
        options["messaging_service_sid"] = "MG1"
        guard case .twilio(let account) = SMSOptions(options).provider else {
            Issue.record("not Twilio")
            return
        }
        #expect(account.messagingServiceSID == "MG1")
    }

    @Test func `evaluate Liquid where the syntax says so`() {
        let options = SMSOptions(["syntax": "liquid", "template": "{{ code }} for {{ application.name }}"])
        #expect(options.template.render(.acme) == "123456 for Acme")
    }
}

extension JSONObject {
    /// Options of a gateway, and these.
    static func gateway(_ more: JSONObject = [:]) -> JSONObject {
        more.filled(from: ["provider": "sms_gateway", "gateway_url": "https://sms.example.com/"])
    }
}
