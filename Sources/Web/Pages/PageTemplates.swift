import Mustache

/// The templates, parsed once.
struct PageTemplates: Sendable {
    enum Name: String, CaseIterable {
        case layout, identifier, code, account, consent, logout, message, problem, formPost, webMessage
    }

    private let library: MustacheLibrary

    init() throws {
        var library = MustacheLibrary()
        for name in Name.allCases {
            try library.register(String(decoding: Self.source(name), as: UTF8.self), named: name.rawValue)
        }
        self.library = library
    }

    func render(_ name: Name, _ values: PageValues) -> String {
        guard let text = library.render(values, withTemplate: name.rawValue) else {
            preconditionFailure("the template \(name.rawValue) is not in the library")
        }
        return text
    }

    static func source(_ name: Name) -> [UInt8] {
        switch name {
        case .layout: PackageResources.layout_mustache
        case .identifier: PackageResources.identifier_mustache
        case .code: PackageResources.code_mustache
        case .account: PackageResources.account_mustache
        case .consent: PackageResources.consent_mustache
        case .logout: PackageResources.logout_mustache
        case .message: PackageResources.message_mustache
        case .problem: PackageResources.problem_mustache
        case .formPost: PackageResources.formPost_mustache
        case .webMessage: PackageResources.webMessage_mustache
        }
    }
}
