import HTTPTypes
import Hummingbird
import NIOCore

/// The headers of the pages.
///
/// There is no `Cross-Origin-Opener-Policy`: a page that an application opened in a window of its own must keep its
/// `opener` from the first page to the last, which hands the answer over to it. Pages that give nothing away to their
/// opener need no such wall.
enum PageHeaders {
    static let permissionsPolicy = name("permissions-policy")
    static let referrerPolicy = name("referrer-policy")
    static let frameOptions = name("x-frame-options")

    /// A page with a form of ours. `form-action` names the application too, because Chromium holds the redirect after a
    /// form to it.
    static func page(images: [PageImage?] = [], formAction origin: String?) -> HTTPFields {
        let images = (["'self'", "data:"] + images.compactMap { $0?.origin }).joined(separator: " ")
        let actions = (["'self'"] + [PageAddress.policySource(origin)].compactMap { $0 }).joined(separator: " ")
        return document(
            policy: "default-src 'none'; script-src 'self'; style-src 'self'; img-src \(images); "
                + "form-action \(actions); frame-ancestors 'none'; base-uri 'none'",
            framed: false)
    }

    /// A page that sends its form by a script of its own, known by its hash.
    static func formPost(script: String, images: [PageImage?], formAction origin: String) -> HTTPFields {
        let images = (["'self'", "data:"] + images.compactMap { $0?.origin }).joined(separator: " ")
        return document(
            policy: "default-src 'none'; script-src \(script); style-src 'self'; img-src \(images); "
                + "form-action \(PageAddress.policySource(origin) ?? "'none'"); frame-ancestors 'none'; base-uri 'none'",
            framed: false)
    }

    /// A page that only runs its script, inside a frame of one of the origins or in a window.
    static func webMessage(script: String, frameAncestors: [String]) -> HTTPFields {
        let ancestors = frameAncestors.compactMap { PageAddress.origin(of: $0) }
        return document(
            policy: "default-src 'none'; script-src \(script); img-src data:; form-action 'none'; base-uri 'none'; "
                + "frame-ancestors \(ancestors.isEmpty ? "'none'" : ancestors.joined(separator: " "))",
            framed: true)
    }

    /// A file that never changes under its name.
    static func asset(type: String) -> HTTPFields {
        var headers = HTTPFields()
        headers[.contentType] = "\(type); charset=utf-8"
        headers[.cacheControl] = "public, max-age=31536000, immutable"
        headers[.xContentTypeOptions] = "nosniff"
        return headers
    }

    private static func document(policy: String, framed: Bool) -> HTTPFields {
        var headers = HTTPFields()
        headers[.contentType] = "text/html; charset=utf-8"
        headers[.contentSecurityPolicy] = policy
        headers[.xContentTypeOptions] = "nosniff"
        // Not `no-referrer`: with that, browsers send the page's own forms with `Origin: null`.
        headers[referrerPolicy] = "same-origin"
        headers[.cacheControl] = "no-store"
        headers[permissionsPolicy] = "otp-credentials=(self)"
        if !framed { headers[frameOptions] = "DENY" }
        return headers
    }

    private static func name(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("a header name in this file is not valid") }
        return name
    }
}
