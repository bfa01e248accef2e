/// What the Management API accepts in a connection (contract sections 1, 7 and 8.4).
package enum ConnectionRules {
    /// Auth0 documents narrower bounds, and its live tenants hold values outside them; only what must hold is enforced.
    private static let options = ObjectShape(
        allowsOthers: true,
        [
            "name": .init(.nullable(.string(max: 255)), "The connection name"),
            "from": .init(.nullable(.string(max: 128)), "The sender"),
            "template": .init(.nullable(.string(min: 1, max: 5_120)), "The message template"),
            "syntax": .init(.nullable(.choice(["md_with_macros", "liquid"])), "The template syntax"),
            "provider": .init(.nullable(.choice(["sms_gateway", "twilio"])), "The SMS provider"),
            "gateway_url": .init(.nullable(.string(min: 1, max: 255)), "The URL of your SMS gateway"),
            "forward_req_info": .init(
                .nullable(.either(.boolean, .choice(["true", "false"]))),
                "Whether the gateway receives the caller's IP address and user agent"),
            "disable_signup": .init(.nullable(.boolean), "Whether numbers without a user are refused"),
            "brute_force_protection": .init(.nullable(.boolean), "Whether failed attempts are counted"),
            "origin_bound_codes": .init(
                .nullable(.boolean), "Whether messages for the login page bind the code to the page's origin"),
            "twilio_sid": .init(.nullable(.string(max: 255)), "The Twilio account"),
            "twilio_token": .init(.nullable(.string(max: 2_048)), "The Twilio token"),
            "messaging_service_sid": .init(.nullable(.string(max: 255)), "The Twilio messaging service"),
            "totp": .init(
                .nullable(
                    .object(
                        ObjectShape([
                            "length": .init(.integer(min: 4, max: 40), "Digits in a code"),
                            "time_step": .init(.integer(min: 60, max: 86_400), "Life of a code in seconds"),
                        ]))), "The code's length and life"),
            "gateway_authentication": .init(
                .nullable(
                    .object(
                        ObjectShape(
                            allowsOthers: true,
                            [
                                "method": .init(.choice(["bearer"]), required: true, "The authentication method"),
                                "subject": .init(.string(min: 1, max: 64), required: true, "The token's subject"),
                                "audience": .init(.string(min: 1, max: 128), required: true, "The token's audience"),
                                "secret": .init(.string(min: 1, max: 5_120), required: true, "The signing secret"),
                                "secret_base64_encoded": .init(
                                    .either(.boolean, .choice(["true", "false"])), "Whether the secret is base64url"),
                            ]))), "How calls to the gateway are signed"),
        ])

    private static let shared: KeyValuePairs<String, ObjectShape.Property> = [
        "display_name": .init(.string(min: 1, max: 128), "Connection name used in the new universal login experience"),
        "options": .init(.object(options), "The connection's options"),
        "enabled_clients": .init(
            .array(of: .string(min: 1, max: 64), max: 1_000, unique: true), "The clients that may use the connection"),
        "is_domain_connection": .init(.boolean, "Whether this is a domain connection"),
        "show_as_button": .init(.boolean, "Whether the login page shows a button"),
        "realms": .init(
            .array(of: .string(min: 1, max: 255), max: 50, unique: true),
            "Defines the realms for which the connection will be used"),
        "metadata": .init(
            .map(of: .nullable(.string(max: 255)), max: 50), "Metadata associated with the connection"),
    ]

    /// The body of `POST /connections`.
    package static let creation: ObjectShape = {
        var shape = ObjectShape([
            "name": .init(
                .string(min: 1, max: 128, format: connectionName), required: true, "The name of the connection"),
            "strategy": .init(.string(max: 64), required: true, "The identity provider"),
        ])
        for (name, property) in shared { shape.properties[name] = property }
        return shape
    }()

    /// The body of `PATCH /connections/{id}`: name, strategy and id cannot be changed.
    package static let patch: ObjectShape = {
        var shape = ObjectShape(shared)
        shape.properties["display_name"] = .init(.nullable(.string(min: 1, max: 128)), "Connection name")
        shape.properties["metadata"] = .init(
            .nullable(.map(of: .nullable(.string(max: 255)), max: 50)), "Metadata associated with the connection")
        return shape
    }()

    /// `^[a-zA-Z0-9](-[a-zA-Z0-9]|[a-zA-Z0-9])*$`: letters and digits, single hyphens between them.
    private static let connectionName = TextFormat("connection-name") { name in
        var previousWasHyphen = true
        for byte in name.utf8 {
            let isHyphen = byte == UInt8(ascii: "-")
            let isLetterOrDigit = (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (0x30...0x39).contains(byte)
            guard isLetterOrDigit || (isHyphen && !previousWasHyphen) else { return false }
            previousWasHyphen = isHyphen
        }
        return !previousWasHyphen
    }

    /// What a shape cannot say: secrets that decode, URLs that can be called, Liquid that parses.
    static func checkMeaning(of options: JSONObject) throws(ShapeProblem) {
        func problem(_ why: String, _ path: String, _ description: String) -> ShapeProblem {
            ShapeProblem(why: why, path: "options.\(path)", description: description)
        }
        do { _ = try SMSOptions.authentication(options) } catch {
            throw problem(error.sentence, "gateway_authentication.secret", "The signing secret")
        }
        if let text = options["gateway_url"]?.string {
            do { _ = try GatewayURL(text) } catch {
                throw problem(error.description, "gateway_url", "The URL of your SMS gateway")
            }
        }
        if options["provider"]?.string == "sms_gateway", options["gateway_url"]?.string == nil {
            throw ShapeProblem(
                why: "Missing required property: gateway_url", path: "options", description: "The connection's options")
        }
        if options["syntax"]?.string == MessageTemplate.Syntax.liquid.rawValue, let text = options["template"]?.string {
            do { _ = try MessageTemplate(liquid: text) } catch {
                throw problem(
                    "Liquid cannot be parsed: \(error.reason) (line \(error.line), column \(error.column))",
                    "template", "The message template")
            }
        }
    }

    /// What is allowed and unwise: said once at save, and by `watchword doctor`.
    package static func warnings(for connection: Connection) -> [String] {
        var warnings: [String] = []
        let sms = connection.sms
        if sms.codeLength < 6 {
            warnings.append(
                "codes of \(sms.codeLength) digits can be guessed; NIST SP 800-63B asks for at least 6 (options.totp.length)"
            )
        }
        if sms.codeLifetime > .seconds(600) {
            warnings.append(
                "codes live longer than the 10 minutes that NIST SP 800-63B allows (options.totp.time_step)")
        }
        if !sms.countsFailures {
            warnings.append(
                "wrong codes are not counted over a number, so guessing is slowed down only by the three tries of each code "
                    + "(options.brute_force_protection)")
        }
        if let problem = sms.template.problem {
            warnings.append(
                "the template's Liquid cannot be parsed, so only its macros are replaced: \(problem.reason) "
                    + "(line \(problem.line), column \(problem.column))")
        }
        if case .incomplete(let reason) = sms.provider { warnings.append("no code can be sent: \(reason)") }
        if case .gateway(let gateway) = sms.provider, gateway.authentication == nil {
            warnings.append("calls to the gateway are not signed (options.gateway_authentication is absent)")
        }
        return warnings
    }
}
