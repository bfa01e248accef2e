import Identity
import SMS

/// The two ways a message can leave, as the provider contract sees them.
enum Wire: String, CaseIterable, Sendable {
    case gateway, twilio

    /// The one status that means the message was taken.
    var success: Int { self == .gateway ? 200 : 201 }

    /// How its texts call the other side.
    var name: String { self == .gateway ? "the SMS gateway" : "Twilio" }

    /// A provider of this kind at a host and port; Twilio's place is the server's own setting.
    func provider(at authority: String, scheme: String = "http") -> SMSOptions.Provider {
        switch self {
        case .gateway: .gateway(at: "\(scheme)://\(authority)/send")
        case .twilio: .twilio()
        }
    }
}

extension SMSOptions.Provider {
    /// A gateway with a token, unless told otherwise.
    static func gateway(at url: String, authentication: JSON? = Secrets.authentication) -> SMSOptions.Provider {
        var options: JSONObject = ["provider": "sms_gateway", "gateway_url": .string(url)]
        options["gateway_authentication"] = authentication
        return SMSOptions(options).provider
    }

    static func twilio(sid: String = Secrets.sid, service: JSON = nil) -> SMSOptions.Provider {
        SMSOptions([
            "provider": "twilio", "twilio_sid": .string(sid), "twilio_token": .string(Secrets.twilioToken),
            "messaging_service_sid": service,
        ]).provider
    }
}

/// What must not stand in any text.
enum Secrets {
    static let key = "the-shared-key-of-a-gateway"
    static let twilioToken = "the-auth-token-of-an-account"
    static let sid = "AC00000000000000000000000000000001"
    static let phone = "+819012345678"
    static let code = "424242"

    static var number: PhoneNumber {
        guard let number = PhoneNumber(phone) else { preconditionFailure("\(phone) is no phone number") }
        return number
    }

    static let authentication: JSON = [
        "method": "bearer", "subject": "urn:Auth0", "audience": "urn:MySmsGateway", "secret": .string(key),
        "secret_base64_encoded": false,
    ]
}
