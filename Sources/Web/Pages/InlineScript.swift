import Crypto
import Foundation

/// A script that stands in its page. Its text is constant, and the content security policy allows that text and no other.
struct InlineScript: Sendable {
    let markup: HTML
    /// `'sha256-…'`, for `script-src`.
    let source: String

    init(_ file: [UInt8]) {
        let text = String(decoding: file, as: UTF8.self)
        markup = HTML(markup: "<script>\(text)</script>")
        source = "'sha256-\(Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString())'"
    }

    /// Sends the only form of the page.
    static let sendForm = InlineScript(PackageResources.send_form_js)
    /// Posts the answer to the window that asked for it.
    static let postMessage = InlineScript(PackageResources.post_message_js)
}
