import Identity

/// What Twilio says when it takes no message: `{"code", "message", "status", …}`.
struct TwilioError {
    /// The longest message that is passed on, in characters.
    private static let longestMessage = 300

    private let code: Int
    private let message: String

    /// Nil unless the body is such an object.
    init?(_ body: [UInt8]?) {
        guard let body, let object = try? JSON.parse(body).object,
            let code = object["code"]?.integer, let message = object["message"]?.string
        else { return nil }
        self.code = code
        self.message = message
    }

    /// `<message> (Code: <code>)`, which Lock reads. Twilio quotes what it was given: the texts named here become dots.
    func text(hiding secrets: [String]) -> String {
        let oneLine = String(String.UnicodeScalarView(message.unicodeScalars.filter { $0.value >= 0x20 }))
        let hidden = secrets.filter { !$0.isEmpty }.reduce(oneLine) { $0.hiding($1) }
        return "\(hidden.prefix(Self.longestMessage)) (Code: \(code))"
    }
}

extension String {
    /// The text with every occurrence of another replaced by dots; of a phone number also without its plus sign.
    fileprivate func hiding(_ secret: String) -> String {
        let bare = secret.hasPrefix("+") ? String(secret.dropFirst()) : secret
        return split(separator: bare, omittingEmptySubsequences: false).joined(separator: "••••")
    }
}
