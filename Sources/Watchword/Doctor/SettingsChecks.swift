import Identity

/// Settings that hold one by one, and may not fit together or the world around them.
enum SettingsChecks {
    /// - Parameter warnings: what came up while the settings were read.
    static func findings(_ settings: Settings, warnings: [String]) -> [Finding] {
        let findings: [Finding] =
            warnings.map { .warn("settings", $0) } + issuer(settings.listen) + proxies(settings.listen)
            + limits(settings.limits)
        return findings.isEmpty ? [.ok("settings", "they fit together")] : findings
    }

    /// Whether clients that call the issuer's URL can arrive here.
    private static func issuer(_ listen: ListenSettings) -> [Finding] {
        guard let issuer = listen.issuer else { return [] }
        var findings: [Finding] = []
        if issuer.scheme == "http", listen.tls != nil {
            findings.append(
                .fail(
                    "issuer", "\(issuer) begins with http, but this server speaks TLS",
                    mend: "Write https, or take tls_certificate and tls_key out."))
        }
        let speaksPlainly = issuer.scheme == "https" && listen.tls == nil
        if speaksPlainly, listen.trustedProxies.isEmpty {
            findings.append(
                .warn(
                    "issuer",
                    "\(issuer) begins with https and this server speaks plain HTTP, so a proxy stands before it: all "
                        + "callers count as that proxy's address, and share its limit",
                    mend: "Name the proxy's network in trusted_proxies, or set tls_certificate and tls_key."))
        }
        if issuer.path != "/" {
            findings.append(
                .warn(
                    "issuer", "\(issuer) has a path, and this server knows its URLs without one",
                    mend: "Let the proxy take the path away, or set an issuer without one."))
        }
        let port = issuer.port ?? (issuer.scheme == "https" ? 443 : 80)
        if listen.trustedProxies.isEmpty, !speaksPlainly, listen.port != 0, port != listen.port {
            findings.append(
                .warn(
                    "issuer", "\(issuer) means port \(port), and this server listens on \(listen.port)",
                    mend: "Right if something forwards the port; else set port or issuer."))
        }
        return findings
    }

    private static func proxies(_ listen: ListenSettings) -> [Finding] {
        guard listen.trustedProxies.contains(where: { $0.prefixLength == 0 }) else { return [] }
        return [
            .warn(
                "trusted_proxies", "every address is trusted, so every caller can claim any address",
                mend: "Name only the networks of your proxies.")
        ]
    }

    private static func limits(_ limits: LimitSettings) -> [Finding] {
        var findings: [Finding] = []
        if limits.startsPerAddressPerHour == nil {
            findings.append(
                .warn(
                    "limits", "one address may start any number of logins",
                    mend: "Set starts_per_address_per_hour, unless something before this server counts."))
        }
        if limits.sendsPerNumberPerHour == nil, limits.sendsPerNumberPerDay == nil {
            findings.append(
                .warn(
                    "limits", "one number may get any number of messages, at your cost",
                    mend: "Set sends_per_number_per_hour and sends_per_number_per_day."))
        }
        return findings
    }
}
