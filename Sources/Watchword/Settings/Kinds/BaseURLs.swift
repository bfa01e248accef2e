import Foundation

/// The absolute URL under which something is reached. Its text ends in exactly one slash, so paths can be appended.
struct BaseURL: Sendable, Hashable, CustomStringConvertible {
    /// `https` or `http`.
    let scheme: String
    /// In lower case, IPv6 without brackets.
    let host: String
    /// `nil` when the URL names none.
    let port: Int?
    /// Begins and ends with a slash.
    let path: String

    var description: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return "\(scheme)://\(name)\(port.map { ":\($0)" } ?? "")\(path)"
    }

    /// Whether what is sent there crosses a network unencrypted.
    var isInTheClear: Bool { scheme == "http" && !HostText.isLoopback(host) }

    init(scheme: String, host: String, port: Int?, path: String = "/") {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
    }

    /// Reads an http or https URL (RFC 3986) without user, query and fragment.
    init(parsing text: String) throws(Malformed) {
        guard let parts = URLComponents(string: text, encodingInvalidCharacters: false),
            text.utf8.allSatisfy({ $0 < 128 })
        else { throw Malformed("is not a URL") }
        guard let scheme = parts.scheme?.lowercased(), scheme == "https" || scheme == "http" else {
            throw Malformed("does not begin with https:// or http://")
        }
        guard parts.user == nil, parts.password == nil else { throw Malformed("contains a user name or a password") }
        guard parts.query == nil, parts.fragment == nil else { throw Malformed("has a query or a fragment") }
        let written = parts.encodedHost?.lowercased() ?? ""
        let host = HostText.insideBrackets(written) ?? written
        guard HostText.isIPAddress(host) || HostText.isName(host) else { throw Malformed("names no host") }
        guard (1...65535).contains(parts.port ?? 443) else { throw Malformed("has a port out of range") }
        let segments = parts.percentEncodedPath.split(separator: "/")
        guard !parts.percentEncodedPath.contains("//"), !segments.contains("."), !segments.contains("..") else {
            throw Malformed("has a path with empty, . or .. parts")
        }
        let path = segments.isEmpty ? "/" : "/" + segments.joined(separator: "/") + "/"
        self.init(scheme: scheme, host: host, port: parts.port, path: path)
    }
}

extension SettingKind<BaseURL> {
    /// An absolute URL; one slash at its end, whether or not it was written.
    static var baseURL: Self {
        Self(
            expectation: "an absolute URL such as https://login.example.com/, without user, query and fragment",
            placeholder: "URL",
            parse: { text throws(Malformed) in try BaseURL(parsing: text) },
            show: \.description)
    }
}
