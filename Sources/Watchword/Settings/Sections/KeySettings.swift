import Identity
import Signing

/// The key above all keys, and the work of signing.
struct KeySettings: SettingsSection {
    /// 32 bytes.
    let masterKey: Secret<[UInt8]>?
    /// `nil`: one a processor core.
    let signingThreads: Int?
    let signer: Signer

    /// Who makes the signatures.
    enum Signer: String, Sendable, CaseIterable {
        case auto
        case openssl
        case boringssl

        /// `nil`: whichever is quicker here.
        var library: SigningLibrary? { SigningLibrary(rawValue: rawValue) }
    }

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
    static let signer = SettingKey(
        "signer", SettingKind<Signer>.choice, default: .auto,
        """
        The library that makes RSA signatures. `auto` lets each sign for 20 ms when the server starts, takes the quicker \
        one, and says in the log how quick each was: OpenSSL signs twice as fast on processors with AVX-512 IFMA.
        """)

    static let declarations: [any SettingDeclaration] = [masterKey, signingThreads, signer]

    init(reading reader: inout SettingReader) {
        masterKey = reader.value(of: Self.masterKey)
        signingThreads = reader.value(of: Self.signingThreads)
        signer = reader.value(of: Self.signer)
    }
}
