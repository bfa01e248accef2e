import Identity

/// The key above all keys, and the work of signing.
struct KeySettings: SettingsSection {
    /// 32 bytes.
    let masterKey: Secret<[UInt8]>?
    /// `nil`: one a processor core.
    let signingThreads: Int?

    static let title = "Keys"

    static let masterKey = SettingKey(
        secret: "master_key", .keyBytes(32), otherwise: "none: `serve` does not start without one",
        """
        The key that protects every other secret in the database. Keep a copy apart from the database's: without it \
        the signing keys and gateway secrets stored there are lost, and a start with another key is refused.
        """)
    static let signingThreads = SettingKey(
        "signing_threads",
        SettingKind<Int>.integer(0...256, of: "threads").zero(means: "one a processor core"), default: nil,
        "How many threads sign tokens. An RS256 signature costs more processor time than the rest of a login.")

    static let declarations: [any SettingDeclaration] = [masterKey, signingThreads]

    init(reading reader: inout SettingReader) {
        masterKey = reader.value(of: Self.masterKey)
        signingThreads = reader.value(of: Self.signingThreads)
    }
}
