import Identity

/// How messages leave the server: the operator's settings, as the providers need them.
package struct SMSConfiguration: Sendable {
    /// Where gateways may be. Twilio's address is the operator's own setting and is not judged.
    package var egress: EgressPolicy
    /// From looking a name up to the head of the answer.
    package var deadline: Duration
    /// Where Twilio's API is. A path in it stands before Twilio's own.
    package var twilio: GatewayURL
    /// How many messages may be under way at once, each with a connection of its own.
    package var maximumInFlight: Int
    /// PEM files whose certificates are trusted beside the system's.
    package var trustedCertificateFiles: [String]

    package init(
        egress: EgressPolicy, deadline: Duration = .seconds(30), twilio: GatewayURL, maximumInFlight: Int,
        trustedCertificateFiles: [String] = []
    ) {
        self.egress = egress
        self.deadline = deadline
        self.twilio = twilio
        self.maximumInFlight = maximumInFlight
        self.trustedCertificateFiles = trustedCertificateFiles
    }
}
