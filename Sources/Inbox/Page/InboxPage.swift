import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// The page. It is written as one file, `inbox.html`, and served as three, so that its content security policy can do
/// without inline style and script.
struct InboxPage: Sendable {
    private let html: ByteBuffer
    private let css: ByteBuffer
    private let js: ByteBuffer

    init() {
        var text = String(decoding: PackageResources.inbox_html, as: UTF8.self)
        css = ByteBuffer(
            string: Self.cut("style", from: &text, leaving: "<link rel=\"stylesheet\" href=\"/inbox.css\">"))
        js = ByteBuffer(string: Self.cut("script", from: &text, leaving: "<script src=\"/inbox.js\" defer></script>"))
        html = ByteBuffer(string: text)
    }

    @Sendable func document(_ request: Request, context: InboxContext) -> Response { Self.file(html, "text/html") }

    @Sendable func style(_ request: Request, context: InboxContext) -> Response { Self.file(css, "text/css") }

    @Sendable func script(_ request: Request, context: InboxContext) -> Response { Self.file(js, "text/javascript") }

    private static func file(_ bytes: ByteBuffer, _ type: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: "\(type); charset=utf-8", .cacheControl: "no-cache"],
            body: .init(byteBuffer: bytes))
    }

    /// Takes the only element of that name out of the page and returns its content.
    private static func cut(_ name: String, from page: inout String, leaving replacement: String) -> String {
        guard let start = page.range(of: "<\(name)>"), let end = page.range(of: "</\(name)>"),
            start.upperBound <= end.lowerBound
        else { preconditionFailure("inbox.html has no \(name) element") }
        let content = String(page[start.upperBound..<end.lowerBound])
        page.replaceSubrange(start.lowerBound..<end.upperBound, with: replacement)
        return content
    }
}
