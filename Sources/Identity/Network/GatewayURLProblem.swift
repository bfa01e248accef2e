extension GatewayURL {
    /// What is wrong with a text that should have been a gateway URL; the description is a sentence for its author.
    package enum Problem: Error, Sendable, Hashable, CustomStringConvertible {
        case empty
        case tooLong
        case forbiddenByte
        case scheme
        case fragment
        case userInfo
        case port
        case hostMissing
        case hostName
        case hostNumber
        case hostNotASCII
        case hostEscaped
        case address
        case target

        /// One sentence that does not repeat the URL, which may hold a password.
        package var description: String {
            switch self {
            case .empty: "The URL is empty."
            case .tooLong: "The URL is longer than \(GatewayURL.maximumLength) characters."
            case .forbiddenByte: "The URL holds a blank, a control character or a backslash."
            case .scheme: "The URL must begin with http:// or https://."
            case .fragment: "The URL must not have a fragment (#)."
            case .userInfo: "The URL must not hold a user name or password (@)."
            case .port: "The port must be a number from 1 to 65535."
            case .hostMissing: "The URL has no host."
            case .hostName:
                "The host must be labels of letters, digits, hyphens and underscores, joined by dots, with at most"
                    + " 63 characters in a label and 253 in all."
            case .hostNumber: "A host that ends in a number must be an IPv4 address of four decimal parts."
            case .hostNotASCII: "The host holds characters outside ASCII; write it in punycode (xn--…)."
            case .hostEscaped: "The host must not be percent-encoded."
            case .address: "What stands in brackets must be an IPv6 address without a zone."
            case .target:
                "The path or query holds a character that a URL must percent-encode, or an incomplete percent-encoding."
            }
        }
    }
}
