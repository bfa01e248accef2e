/// The part of Lucene's query syntax that searches here understand: `field:value` terms joined by AND, and several values of one
/// field joined by OR, as in `type:s OR type:ss` or `(type:s OR type:ss) AND user_id:"sms|1"`.
struct SearchTerms: Sendable, Equatable {
    /// A field, and the values of which it must have one.
    struct Term: Sendable, Equatable {
        let field: String
        var values: [String]
    }

    let terms: [Term]

    /// Nil for whatever says more than this.
    init?(_ text: String) {
        guard let tokens = SearchTerms.tokens(of: text), !tokens.isEmpty else { return nil }
        var rest = tokens[...]
        var terms: [Term] = []
        while true {
            guard let term = SearchTerms.clause(&rest) else { return nil }
            terms.append(term)
            switch rest.popFirst() {
            case nil:
                self.terms = terms
                return
            case .and: continue
            // OR binds weaker than AND, so without parentheses there may be nothing but OR.
            case .or where terms.count == 1:
                guard let merged = SearchTerms.alternatives(&rest, to: term), rest.isEmpty else { return nil }
                self.terms = [merged]
                return
            default: return nil
            }
        }
    }

    private enum Token: Equatable {
        case term(Term)
        case and
        case or
        case open
        case close
    }

    /// A term, or alternatives in parentheses.
    private static func clause(_ rest: inout ArraySlice<Token>) -> Term? {
        switch rest.popFirst() {
        case .term(let term): return term
        case .open:
            guard case .term(let first) = rest.popFirst() else { return nil }
            if rest.first == .close {
                rest.removeFirst()
                return first
            }
            guard rest.popFirst() == .or, let merged = alternatives(&rest, to: first), rest.popFirst() == .close else {
                return nil
            }
            return merged
        default: return nil
        }
    }

    /// The terms after an OR, all of the first one's field.
    private static func alternatives(_ rest: inout ArraySlice<Token>, to first: Term) -> Term? {
        var merged = first
        while true {
            guard case .term(let term) = rest.popFirst(), term.field == first.field else { return nil }
            merged.values += term.values
            guard rest.first == .or else { return merged }
            rest.removeFirst()
        }
    }

    private static func tokens(of text: String) -> [Token]? {
        var tokens: [Token] = []
        var rest = text[...]
        while let character = rest.first {
            switch character {
            case " ", "\t", "\n": rest.removeFirst()
            case "(":
                rest.removeFirst()
                tokens.append(.open)
            case ")":
                rest.removeFirst()
                tokens.append(.close)
            default:
                guard let token = token(&rest) else { return nil }
                tokens.append(token)
            }
        }
        return tokens
    }

    /// `AND`, `OR`, or `field:value`.
    private static func token(_ rest: inout Substring) -> Token? {
        let name = rest.prefix { $0.isLetter || $0 == "_" || $0 == "." }
        rest = rest[name.endIndex...]
        guard rest.first == ":" else {
            switch name {
            case "AND": return .and
            case "OR": return .or
            default: return nil
            }
        }
        rest.removeFirst()
        let values: [String]?
        if rest.first == "(" {
            values = group(&rest)
        } else {
            values = value(&rest).map { [$0] }
        }
        guard !name.isEmpty, let values else { return nil }
        return .term(Term(field: String(name), values: values))
    }

    /// `(a OR b)` after a field.
    private static func group(_ rest: inout Substring) -> [String]? {
        rest.removeFirst()
        var values: [String] = []
        while true {
            rest = rest.drop { $0 == " " }
            guard let value = value(&rest) else { return nil }
            values.append(value)
            rest = rest.drop { $0 == " " }
            if rest.first == ")" {
                rest.removeFirst()
                return values
            }
            guard rest.hasPrefix("OR ") else { return nil }
            rest = rest.dropFirst(3)
        }
    }

    /// A quoted phrase, or a word without wildcards, ranges and other operators; a backslash takes the next character as it is.
    private static func value(_ rest: inout Substring) -> String? {
        let isQuoted = rest.first == "\""
        if isQuoted { rest.removeFirst() }
        var value = ""
        while let character = rest.first {
            if isQuoted ? character == "\"" : character == " " || character == ")" { break }
            rest.removeFirst()
            if character == "\\" {
                guard let escaped = rest.popFirst() else { return nil }
                value.append(escaped)
            } else if !isQuoted, "*?[]{}~^<>\"(:".contains(character) {
                return nil
            } else {
                value.append(character)
            }
        }
        if isQuoted, rest.popFirst() == nil { return nil }
        return value.isEmpty ? nil : value
    }
}
