/// How often anyone may do something. `nil` is no limit.
struct LimitSettings: SettingsSection {
    let startsPerAddressPerHour: Int?
    let sendsPerNumberPerHour: Int?
    let sendsPerNumberPerDay: Int?
    let tokenRatePerSecond: Int?
    let managementRatePerSecond: Int?

    static let title = "Limits"

    static let startsPerAddressPerHour = SettingKey(
        "starts_per_address_per_hour", limit(1_000_000, of: "logins an hour"), default: 50,
        """
        How many logins one client address may start. An IPv4 address counts by itself, an IPv6 address with its \
        whole /64 network.
        """)
    static let sendsPerNumberPerHour = SettingKey(
        "sends_per_number_per_hour", limit(200, of: "messages an hour"), default: 10,
        "How many messages one telephone number may get, whoever asks for them.")
    static let sendsPerNumberPerDay = SettingKey(
        "sends_per_number_per_day", limit(200, of: "messages in 24 hours"), default: 30,
        "The same over a day; both limits apply.")
    static let tokenRatePerSecond = SettingKey(
        "token_rate_per_second", limit(100_000, of: "requests a second"), default: nil,
        "How many requests one client address may make to `/oauth/token`, `/oauth/revoke`, `/authorize`, the login page and "
            + "`/passwordless/verify`.")
    static let managementRatePerSecond = SettingKey(
        "management_rate_per_second", limit(100_000, of: "requests a second"), default: nil,
        "How many requests all clients together may make to the Management API.")

    static let declarations: [any SettingDeclaration] = [
        startsPerAddressPerHour, sendsPerNumberPerHour, sendsPerNumberPerDay, tokenRatePerSecond,
        managementRatePerSecond,
    ]

    init(reading reader: inout SettingReader) {
        startsPerAddressPerHour = reader.value(of: Self.startsPerAddressPerHour)
        sendsPerNumberPerHour = reader.value(of: Self.sendsPerNumberPerHour)
        sendsPerNumberPerDay = reader.value(of: Self.sendsPerNumberPerDay)
        tokenRatePerSecond = reader.value(of: Self.tokenRatePerSecond)
        managementRatePerSecond = reader.value(of: Self.managementRatePerSecond)
    }

    private static func limit(_ maximum: Int, of unit: String) -> SettingKind<Int?> {
        SettingKind<Int>.integer(0...maximum, of: unit).zero(means: "no limit")
    }
}
