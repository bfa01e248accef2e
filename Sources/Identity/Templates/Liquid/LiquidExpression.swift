/// A value as it is written: a literal, or a variable with lookups.
enum LiquidExpression: Sendable {
    case literal(LiquidValue)
    case variable(LiquidVariable)

    func value(in rendering: MessageRendering) -> LiquidValue {
        switch self {
        case .literal(let value): value
        case .variable(let variable): variable.value(in: rendering)
        }
    }
}

/// A name and what is looked up in it: `application.name`, `words[0]`, `words.size`.
struct LiquidVariable: Sendable {
    enum Lookup: Sendable {
        case name(String)
        case index(LiquidExpression)
    }

    let name: String
    let lookups: [Lookup]

    /// Its value; nil where a name or index does not exist. What was assigned hides what was given.
    func value(in rendering: MessageRendering) -> LiquidValue {
        var result = rendering.assigned[name] ?? given(by: rendering.values)
        for lookup in lookups {
            switch lookup {
            case .name(let name): result = result.member(name)
            case .index(let index): result = result.item(index.value(in: rendering))
            }
        }
        return result
    }

    private func given(by values: MessageValues) -> LiquidValue {
        switch name {
        case "password", "code": .text(values.code)
        case "phone_number": .text(values.phoneNumber)
        case "request_language": .text(values.requestLanguage)
        case "application": .application(name: values.applicationName)
        default: .none
        }
    }
}

extension LiquidValue {
    fileprivate func member(_ member: String) -> LiquidValue {
        switch (self, member) {
        case (.application(let name), "name"): .text(name)
        case (_, "size"): size.map(LiquidValue.integer) ?? .none
        case (.list(let items), "first"): LiquidValue(item: items.first)
        case (.list(let items), "last"): LiquidValue(item: items.last)
        default: .none
        }
    }

    /// Items of lists by number, from the end if negative; the member of an object by its name.
    fileprivate func item(_ key: LiquidValue) -> LiquidValue {
        switch (self, key) {
        case (.application(let name), .text("name")):
            return .text(name)
        case (.list(let items), .integer(let index)):
            let position = index < 0 ? index + items.count : index
            return items.indices.contains(position) ? .text(items[position]) : .none
        default:
            return .none
        }
    }
}

/// A value and the filters it goes through: `code | append: '!' | upcase`.
struct LiquidPipeline: Sendable {
    struct Call: Sendable {
        let filter: LiquidFilter
        let arguments: [LiquidExpression]
        /// The named argument of `default`: when it is true, false is not replaced.
        let allowFalse: LiquidExpression?
    }

    let input: LiquidExpression
    let calls: [Call]

    func value(in rendering: inout MessageRendering) -> LiquidValue {
        var value = input.value(in: rendering)
        for call in calls {
            if case .bool(false) = value, let allowFalse = call.allowFalse, allowFalse.value(in: rendering).isTruthy {
                continue
            }
            let arguments = call.arguments.map { $0.value(in: rendering) }
            guard rendering.charge(arguments.reduce(value.weight) { $0 + $1.weight }) else { return .none }
            value = call.filter.apply(to: value, arguments)
            // Counted even when it is too much: the next one is refused.
            _ = rendering.charge(value.weight)
        }
        return value
    }
}
