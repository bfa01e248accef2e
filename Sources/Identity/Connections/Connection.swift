/// A way to log in: here always one that sends codes by SMS.
package struct Connection: Sendable {
    /// `con_` and 16 letters or digits.
    package let id: String
    /// The realm's name; never changes.
    package let name: String
    package var displayName: String?
    /// The object as the Management API took it, echoed unchanged, secrets included (contract section 7).
    package private(set) var options: JSONObject
    /// What the options mean, parsed once.
    package private(set) var sms: SMSOptions
    package var isDomainConnection: Bool
    package var realms: [String]
    package var metadata: JSONObject?
    package var showAsButton: Bool?
    /// The ids of the clients that may use the connection, in the order in which they were enabled.
    package var enabledClients: [String]
    package let createdAt: Timestamp
    /// When the connection was deleted; its name stays taken until its users are gone.
    package var deletedAt: Timestamp?

    package init(
        id: String, name: String, options: JSONObject, enabledClients: [String] = [], createdAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.options = options
        self.sms = SMSOptions(options)
        self.isDomainConnection = false
        self.realms = [name]
        self.enabledClients = enabledClients
        self.createdAt = createdAt
    }

    /// Replaces the options as a whole: what is left out is gone (contract section 1, row 7).
    package mutating func replaceOptions(_ new: JSONObject) {
        options = new
        sms = SMSOptions(new)
    }

    package static let strategy = "sms"

    /// `con_` and 16 characters.
    package static func newID(_ random: some RandomSource) -> String { "con_" + random.alphanumerics(16) }

    /// What the connection `sms` holds on a new server: the sample of the documented page without its Twilio values.
    package static let initialOptions: JSONObject = [
        "disable_signup": false,
        "name": "sms",
        "syntax": "md_with_macros",
        "template": "Your verification code is: @@password@@",
        "totp": ["time_step": 300, "length": 6],
        "brute_force_protection": true,
    ]
}
