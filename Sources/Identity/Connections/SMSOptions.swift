/// What a connection's options mean. Made from any stored object; what is missing takes the documented default.
package struct SMSOptions: Sendable {
    package let provider: Provider
    /// `options.from`, passed on as it is: it need not be a number.
    package let from: String?
    package let template: MessageTemplate
    package let codeLength: Int
    package let codeLifetime: Duration
    package let disablesSignup: Bool
    package let forwardsRequestInfo: Bool
    /// Whether wrong tries count over the number, beyond the one code (`brute_force_protection`, on unless turned off).
    package let countsFailures: Bool
    /// Whether messages for the hosted page end with the line that binds the code to its origin (`origin_bound_codes`, an option
    /// of this server's own, on unless turned off).
    package let bindsCodesToOrigin: Bool

    /// Who carries the message.
    package enum Provider: Sendable {
        case gateway(Gateway)
        case twilio(TwilioAccount)
        /// The options name no provider that can be called; the sentence says what is missing.
        case incomplete(String)
    }

    /// A team's own SMS gateway.
    package struct Gateway: Sendable {
        package let url: GatewayURL
        package let authentication: Authentication?

        /// What the gateway's bearer token is made of (contract section 1, rows 13 to 16).
        package struct Authentication: Sendable {
            package let subject: String
            package let audience: String
            package let key: Secret<[UInt8]>
        }
    }

    /// The account at Twilio, or whoever speaks its API.
    package struct TwilioAccount: Sendable {
        package let sid: String
        package let token: Secret<String>
        package let messagingServiceSID: String?
    }

    package static let defaultTemplate = "Your verification code is: @@password@@"
    /// The life of a code when `totp.time_step` is not set (contract section 2).
    package static let defaultLifetime = Duration.seconds(180)

    package init(_ options: JSONObject) {
        let totp = options["totp"]?.object ?? [:]
        from = options["from"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        codeLength = totp["length"]?.integer ?? 6
        codeLifetime = totp["time_step"]?.integer.map { .seconds($0) } ?? SMSOptions.defaultLifetime
        disablesSignup = options["disable_signup"]?.bool ?? false
        forwardsRequestInfo = SMSOptions.isOn(options["forward_req_info"])
        countsFailures = options["brute_force_protection"]?.bool ?? true
        bindsCodesToOrigin = options["origin_bound_codes"]?.bool ?? true
        let text = options["template"]?.string ?? SMSOptions.defaultTemplate
        if options["syntax"]?.string == MessageTemplate.Syntax.liquid.rawValue,
            let strict = try? MessageTemplate(liquid: text)
        {
            template = strict
        } else {
            template = MessageTemplate(text)
        }
        provider = SMSOptions.provider(options)
    }

    /// `true` and `"true"` are on, everything else is off (contract section 1, row 11).
    private static func isOn(_ value: JSON?) -> Bool { value == true || value == "true" }

    private static func provider(_ options: JSONObject) -> Provider {
        guard options["provider"]?.string == "sms_gateway" else { return twilio(options) }
        guard let text = options["gateway_url"]?.string, let url = try? GatewayURL(text) else {
            return .incomplete("the connection has no gateway_url")
        }
        do throws(GatewaySecretProblem) {
            return .gateway(Gateway(url: url, authentication: try authentication(options)))
        } catch { return .incomplete(error.sentence) }
    }

    private static func twilio(_ options: JSONObject) -> Provider {
        guard let sid = options["twilio_sid"]?.string, !sid.isEmpty,
            let token = options["twilio_token"]?.string, !token.isEmpty
        else { return .incomplete("the connection has neither a gateway nor Twilio credentials") }
        return .twilio(
            TwilioAccount(
                sid: sid, token: Secret(token),
                messagingServiceSID: options["messaging_service_sid"]?.string.flatMap { $0.isEmpty ? nil : $0 }))
    }

    /// The gateway token's ingredients, or nil where the options hold none. Older bodies put `secret_base64_encoded`
    /// beside `gateway_authentication` instead of inside it (contract section 1, row 27).
    static func authentication(_ options: JSONObject) throws(GatewaySecretProblem) -> Gateway.Authentication? {
        guard let object = options["gateway_authentication"]?.object else { return nil }
        let secret = object["secret"]?.string ?? ""
        let isEncoded = isOn(object["secret_base64_encoded"] ?? options["secret_base64_encoded"])
        guard !secret.isEmpty else { throw .empty }
        let key = isEncoded ? Base64URL.decode(secret) : Array(secret.utf8)
        guard let key, !key.isEmpty else { throw .notBase64URL }
        return Gateway.Authentication(
            subject: object["subject"]?.string ?? "", audience: object["audience"]?.string ?? "", key: Secret(key))
    }
}

/// Why a gateway secret is of no use.
enum GatewaySecretProblem: Error {
    case empty
    case notBase64URL

    var sentence: String {
        switch self {
        case .empty: "gateway_authentication.secret is empty"
        case .notBase64URL:
            "gateway_authentication.secret is not base64url text, though secret_base64_encoded says that it is"
        }
    }
}
