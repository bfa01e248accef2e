import Identity

/// Where the server listens, and under which URL the world knows it.
struct ListenSettings: SettingsSection {
    let host: String
    /// 0: any free one.
    let port: Int
    let tls: TLSFiles?
    /// `nil`: derived, see `issuer(port:)`.
    let issuer: BaseURL?
    let trustedProxies: [IPNetwork]
    /// How long calls are still taken once a stop has begun.
    let stopDelay: Duration

    /// The paths of a certificate chain and its private key, both PEM.
    struct TLSFiles: Sendable, Equatable {
        let certificate: String
        let key: String
    }

    /// The issuer of every token, ending in a slash. `port` is the one that is really listened on.
    func issuer(port: Int) -> BaseURL {
        issuer ?? BaseURL(scheme: tls == nil ? "http" : "https", host: "localhost", port: port)
    }

    static let title = "Listening"

    static let host = SettingKey(
        "host", .host, default: "127.0.0.1",
        """
        The address to listen on. The default can be reached from this machine only; `0.0.0.0` and `::` mean every \
        address of the machine.
        """)
    static let port = SettingKey(
        "port", .integer(0...65535), default: 3000,
        "The TCP port to listen on; 0 takes any free one, and the log names it.")
    static let issuer = SettingKey(
        "issuer", .baseURL, otherwise: "`http://localhost:<port>/`, or `https://…` when TLS is configured",
        """
        The URL under which clients reach this server. It is the `iss` of every token and the beginning of every URL \
        in the discovery document, whatever host a request names. It ends in exactly one slash, which is added when \
        missing; scheme and host are written in lower case. A URL with `http://` that is not of this machine is \
        accepted with a warning.
        """)
    static let tlsCertificate = SettingKey(
        "tls_certificate", .path(to: "file"), otherwise: "none: the server speaks plain HTTP",
        "A PEM file with the server's certificate, followed by the intermediate ones. Needs `tls_key`.")
    static let tlsKey = SettingKey(
        "tls_key", .path(to: "file"), otherwise: "none",
        "A PEM file with the private key of the certificate. Needs `tls_certificate`.")
    static let trustedProxies = SettingKey(
        "trusted_proxies", .networks, otherwise: "none",
        """
        The networks of your reverse proxies. From a peer in one of them the header `X-Forwarded-For` is believed, \
        from the right up to the first address that is in none of them; from everyone else it is ignored.
        """)

    static let stopDelay = SettingKey(
        "stop_delay", .duration(.zero ... .seconds(60)), default: .zero,
        """
        How long calls are still taken once a stop has begun, while `/readyz` already answers 503. Behind a balancer make \
        it longer than the balancer needs to see that, so that a stop costs no call.
        """)

    static let declarations: [any SettingDeclaration] = [
        host, port, issuer, tlsCertificate, tlsKey, trustedProxies, stopDelay,
    ]

    init(reading reader: inout SettingReader) {
        host = reader.value(of: Self.host)
        port = reader.value(of: Self.port)
        issuer = reader.value(of: Self.issuer)
        trustedProxies = reader.value(of: Self.trustedProxies) ?? []
        stopDelay = reader.value(of: Self.stopDelay)
        let certificate = reader.value(of: Self.tlsCertificate)
        let key = reader.value(of: Self.tlsKey)
        reader.requireBoth(Self.tlsCertificate, Self.tlsKey)
        if let certificate, let key { tls = TLSFiles(certificate: certificate, key: key) } else { tls = nil }

        if let issuer, issuer.isInTheClear {
            reader.warn("the issuer \(issuer) is not https: codes and tokens can be read on their way")
        }
        if issuer == nil, !HostText.isLoopback(host) {
            reader.warn(
                "host is \(host), but no issuer is set: tokens name localhost, which other machines cannot reach")
        }
    }
}
