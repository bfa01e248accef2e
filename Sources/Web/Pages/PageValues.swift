import Mustache

/// What a template sees: the values of one page, and behind them the texts of its language.
struct PageValues: Sendable {
    private let language: PageLanguage
    private var texts: [String: HTML] = [:]
    private var flags: [String: Bool] = [:]
    private var lists: [String: [HTML]] = [:]

    init(_ language: PageLanguage) { self.language = language }

    /// A value as markup; nothing, or an empty one, closes its section.
    subscript(name: String) -> HTML? {
        get { texts[name] }
        set { texts[name] = newValue }
    }

    mutating func show(_ name: String, _ text: String?) { texts[name] = text.map { HTML($0) } }
    mutating func show(_ name: String, if condition: Bool) { flags[name] = condition }
    mutating func show(_ name: String, all items: [HTML]) { lists[name] = items }
}

extension PageValues: MustacheParent {
    func child(named name: String) -> Any? {
        texts[name] ?? flags[name] ?? lists[name] ?? language.markup[name]
    }
}
