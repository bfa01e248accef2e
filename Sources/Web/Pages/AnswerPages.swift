import HTTPTypes
import Hummingbird
import Identity

/// The pages that carry an authorization response to the application. Their data stands in attributes alone.
extension Pages {
    /// `response_mode=form_post`: a form that sends itself; a button for browsers without JavaScript.
    func formPost(
        to action: String, fields: [(name: String, value: String)], _ look: PageLook, formAction origin: String
    ) -> Response {
        var values = values(look, title: "form_title")
        values.show("action", action)
        values.show(
            "fields",
            all: fields.map { name, value in
                HTML(markup: "<input type=\"hidden\" name=\"\(HTML(name).text)\" value=\"\(HTML(value).text)\">")
            })
        values["script"] = InlineScript.sendForm.markup
        return answer(
            .formPost, values, status: .ok,
            headers: PageHeaders.formPost(
                script: InlineScript.sendForm.source, images: [look.logo, look.favicon], formAction: origin))
    }

    /// `response_mode=web_message`: posts `{type:"authorization_response",response:{…}}` to opener or parent at `origin`,
    /// and to nobody else.
    func webMessage(fields: [(name: String, value: String)], to origin: String, frameAncestors: [String]) -> Response {
        var response = JSONObject()
        for (name, value) in fields { response[name] = Self.member(name, value) }
        let message: JSON = ["type": "authorization_response", "response": .object(response)]
        var values = PageValues(.english)
        values.show("origin", origin)
        values.show("message", String(decoding: message.serialized(), as: UTF8.self))
        values["script"] = InlineScript.postMessage.markup
        return answer(
            .webMessage, values, status: .ok,
            headers: PageHeaders.webMessage(script: InlineScript.postMessage.source, frameAncestors: frameAncestors))
    }

    /// Clients calculate with `expires_in`, so it is a number there.
    private static func member(_ name: String, _ value: String) -> JSON {
        guard name == "expires_in", let seconds = Int64(value) else { return .string(value) }
        return .integer(seconds)
    }
}
