import Identity

/// How messages leave the server.
struct GatewaySettings: SettingsSection {
    let timeout: Duration
    let egressAllow: [IPNetwork]
    let twilioURL: BaseURL
    let maxInFlight: Int
    /// A PEM file of further authorities; `nil`: the system's alone.
    let trustedCertificates: String?

    static let title = "Sending messages"

    static let timeout = SettingKey(
        "gateway_timeout", .duration(.seconds(1) ... .seconds(30)), default: .seconds(30),
        """
        How long an SMS gateway or Twilio may take, from looking its name up to the head of its answer. After that \
        the login fails with an error, though the message may still arrive.
        """)
    static let egressAllow = SettingKey(
        "egress_allow", .networks, otherwise: "none",
        """
        Networks that gateways may be in although the internet cannot reach them, such as your own `10.0.0.0/8`. \
        Without this, gateway URLs that lead to private, loopback or otherwise special addresses are refused, because \
        whoever may edit a connection could make the server call its neighbours.
        """)
    static let twilioURL = SettingKey(
        "twilio_url", .baseURL, default: BaseURL(scheme: "https", host: "api.twilio.com", port: nil),
        "Where Twilio's API is, for tests and regional hosts. `egress_allow` does not apply to it.")
    static let maxInFlight = SettingKey(
        "max_in_flight", .integer(1...1_000_000, of: "requests"), default: 10_000,
        """
        How many logins may wait for gateways at once, each with a connection of its own. One more is answered 503 \
        with `Retry-After`. The limit of open files of the process must be higher.
        """)

    static let trustedCertificates = SettingKey(
        "gateway_ca_file", .path(to: "file"), otherwise: "none: the system's certificate authorities",
        """
        A PEM file with certificate authorities that may vouch for gateways, beside those that the system trusts: for \
        a gateway whose certificate your own authority signed.
        """)

    static let declarations: [any SettingDeclaration] = [
        timeout, egressAllow, twilioURL, maxInFlight, trustedCertificates,
    ]

    init(reading reader: inout SettingReader) {
        timeout = reader.value(of: Self.timeout)
        egressAllow = reader.value(of: Self.egressAllow) ?? []
        twilioURL = reader.value(of: Self.twilioURL)
        maxInFlight = reader.value(of: Self.maxInFlight)
        trustedCertificates = reader.value(of: Self.trustedCertificates)
        if twilioURL.isInTheClear {
            reader.warn("twilio_url \(twilioURL) is not https: Twilio's credentials can be read on their way")
        }
    }
}
