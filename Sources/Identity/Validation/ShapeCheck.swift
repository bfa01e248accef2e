extension ObjectShape {
    /// Returns the object unchanged, or says what is the first thing wrong with it.
    package func check(_ value: JSON) throws(ShapeProblem) -> JSONObject {
        guard let object = value.object else {
            throw ShapeProblem(why: "Expected type object but found type \(value.typeName)", path: "", description: "")
        }
        try check(object, path: "", description: "")
        return object
    }

    fileprivate func check(_ object: JSONObject, path: String, description: String) throws(ShapeProblem) {
        let missing = properties.filter { $0.value.isRequired && object[$0.key] == nil }
        if let name = missing.keys.min() {
            throw ShapeProblem(why: "Missing required property: \(name)", path: path, description: description)
        }
        for (name, value) in object {
            guard let property = properties[name] else {
                if allowsOthers { continue }
                throw ShapeProblem(
                    why: "Additional properties not allowed: \(name.prefix(64))", path: path, description: description)
            }
            try property.shape.check(
                value, path: path.isEmpty ? name : "\(path).\(name)", description: property.description)
        }
    }
}

extension Shape {
    fileprivate func check(_ value: JSON, path: String, description: String) throws(ShapeProblem) {
        func problem(_ why: String) -> ShapeProblem { ShapeProblem(why: why, path: path, description: description) }
        func wrongType(_ expected: String) -> ShapeProblem {
            problem("Expected type \(expected) but found type \(value.typeName)")
        }
        switch self {
        case .any: return
        case .string(let minimum, let maximum, let format):
            guard case .string(let text) = value else { throw wrongType("string") }
            let length = text.unicodeScalars.count
            if length < minimum { throw problem("String is too short (\(length) chars), minimum \(minimum)") }
            if length > maximum { throw problem("String is too long (\(length) chars), maximum \(maximum)") }
            if let format, !format.accepts(text) {
                throw problem("Object didn't pass validation for format \(format.name): \(text.prefix(128))")
            }
        case .choice(let choices):
            guard case .string(let text) = value else { throw wrongType("string") }
            guard choices.contains(text) else { throw problem("No enum match for: \(text.prefix(128))") }
        case .boolean:
            guard case .bool = value else { throw wrongType("boolean") }
        case .integer(let minimum, let maximum):
            guard case .integer(let number) = value else { throw wrongType("integer") }
            if number < minimum { throw problem("Value \(number) is less than minimum \(minimum)") }
            if number > maximum { throw problem("Value \(number) is greater than maximum \(maximum)") }
        case .number:
            switch value {
            case .integer, .number: return
            default: throw wrongType("number")
            }
        case .array(let item, let maximum, let isUnique):
            guard case .array(let items) = value else { throw wrongType("array") }
            if items.count > maximum { throw problem("Array is too long (\(items.count)), maximum \(maximum)") }
            for (index, element) in items.enumerated() {
                try item.check(element, path: "\(path)[\(index)]", description: description)
                if isUnique, let earlier = items[..<index].firstIndex(of: element) {
                    throw problem("Array items are not unique (indexes \(earlier) and \(index))")
                }
            }
        case .object(let shape):
            guard case .object(let object) = value else { throw wrongType("object") }
            try shape.check(object, path: path, description: description)
        case .map(let member, let maximum):
            guard case .object(let object) = value else { throw wrongType("object") }
            if object.count > maximum {
                throw problem("Too many properties defined (\(object.count)), maximum \(maximum)")
            }
            for (name, element) in object {
                try member.check(element, path: "\(path).\(name.prefix(64))", description: description)
            }
        case .nullable(let shape):
            if !value.isNull { try shape.check(value, path: path, description: description) }
        case .inert(let values):
            if !values.contains(value) { throw problem("This server does not offer it") }
        case .either(let first, let second):
            do { try first.check(value, path: path, description: description) } catch {
                try second.check(value, path: path, description: description)
            }
        }
    }
}

extension JSON {
    /// The type's name in JSON Schema.
    fileprivate var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "boolean"
        case .integer: "integer"
        case .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }
}
