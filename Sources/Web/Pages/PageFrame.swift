import HTTPTypes
import Hummingbird
import NIOCore

/// What all pages share: head, brand, footer, headers.
extension Pages {
    /// The values of the frame. A page with an error says so in its title first, where screen readers begin.
    func values(_ look: PageLook, title: String, error: ErrorText? = nil) -> PageValues {
        let language = look.language
        let heading = language.plain(title)
        var values = PageValues(language)
        values.show("lang", language.code)
        values.show("dir", language.isRightToLeft ? "rtl" : "ltr")
        values["heading"] = heading
        let full = look.tenantName.map { HTML(markup: "\(heading.text) | \(HTML($0).text)") } ?? heading
        values["title"] = error == nil ? full : language.sentence("error_title", ["title": full])
        values["error"] = error?.text
        values.show("invalid", if: error?.isAboutTheField ?? false)
        values.show("style", assets.style)
        values.show("brand", assets.brand(look.colors))
        values.show("favicon", look.favicon?.url ?? "data:,")
        values.show("logo", look.logo?.url)
        values.show("tenant", look.tenantName ?? "")
        values.show("supportURL", PageAddress.link(look.supportURL))
        values.show("supportMail", PageAddress.mail(look.supportEmail))
        values.show("supportEmail", PageAddress.mail(look.supportEmail).map { String($0.dropFirst("mailto:".count)) })
        values.show(
            "support", if: PageAddress.link(look.supportURL) != nil || PageAddress.mail(look.supportEmail) != nil)
        return values
    }

    func page(
        _ template: PageTemplates.Name, _ values: PageValues, _ look: PageLook, formAction origin: String?,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        answer(
            template, values, status: status,
            headers: PageHeaders.page(images: [look.logo, look.favicon], formAction: origin))
    }

    func answer(
        _ template: PageTemplates.Name, _ values: PageValues, status: HTTPResponse.Status, headers: HTTPFields
    ) -> Response {
        Response(
            status: status, headers: headers,
            body: .init(byteBuffer: ByteBuffer(string: templates.render(template, values))))
    }
}
