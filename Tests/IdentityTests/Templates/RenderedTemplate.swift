import Identity

extension MessageValues {
    /// What most template tests render with.
    static let acme = MessageValues(
        code: "123456", phoneNumber: "+15550100", applicationName: "Acme", requestLanguage: "fr-FR,fr;q=0.9")
}

extension MessageTemplate {
    /// Renders a template that must be good Liquid.
    static func rendered(_ text: String, with values: MessageValues = .acme) throws -> String {
        try MessageTemplate(liquid: text).render(values)
    }
}
