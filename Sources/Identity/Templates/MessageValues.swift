/// What a template may show: the code, the number it goes to, the application's name and the language asked for.
package struct MessageValues: Sendable {
    let code: String
    let phoneNumber: String
    let applicationName: String
    let requestLanguage: String

    /// Takes the code, number and name as they are; `requestLanguage` is raw header text and is cleaned.
    package init(code: String, phoneNumber: String, applicationName: String, requestLanguage: String) {
        self.code = code
        self.phoneNumber = phoneNumber
        self.applicationName = applicationName
        self.requestLanguage = Self.cleanLanguage(requestLanguage)
    }

    /// Keeps what a language header may hold (ASCII letters, digits and `-_,;=.* `), at most 100 characters.
    ///
    /// The header comes from whoever asks for the code, and a template may print it: what is left after this cannot
    /// carry a link, a line break or a look-alike letter into someone else's message.
    package static func cleanLanguage(_ header: String) -> String {
        let kept = header.utf8.lazy.filter { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "="),
                UInt8(ascii: "."), UInt8(ascii: "*"), UInt8(ascii: " "):
                true
            default:
                false
            }
        }
        return String(decoding: Array(kept.prefix(100)), as: UTF8.self)
    }

    subscript(variable: MessageVariable) -> String {
        switch variable {
        case .code: code
        case .phoneNumber: phoneNumber
        case .applicationName: applicationName
        case .requestLanguage: requestLanguage
        }
    }
}
