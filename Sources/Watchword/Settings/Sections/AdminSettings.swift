import Identity

/// The client that may manage everything from the first start on.
struct AdminSettings: SettingsSection {
    let client: Client?

    /// What the client says at the token endpoint, with the grant `client_credentials`.
    struct Client: Sendable {
        let id: String
        let secret: Secret<String>
    }

    static let title = "First client"

    static let clientID = SettingKey(
        "admin_client_id", .identifier(1...64), otherwise: "none",
        """
        The `client_id` of a machine-to-machine client that holds every scope of the Management API, with which the \
        other clients can be made. Needs `admin_client_secret`.
        """)
    static let clientSecret = SettingKey(
        secret: "admin_client_secret", .password(atLeast: 32), otherwise: "none",
        "The `client_secret` of that client. Needs `admin_client_id`.")

    static let declarations: [any SettingDeclaration] = [clientID, clientSecret]

    init(reading reader: inout SettingReader) {
        let id = reader.value(of: Self.clientID)
        let secret = reader.value(of: Self.clientSecret)
        reader.requireBoth(Self.clientID, Self.clientSecret)
        if let id, let secret { client = Client(id: id, secret: secret) } else { client = nil }
    }
}
