/// What a value from outside must look like: the part of JSON Schema that the Management API's documents use.
package indirect enum Shape: Sendable {
    case any
    case string(min: Int = 0, max: Int = 65_536, format: TextFormat? = nil)
    case choice([String])
    case boolean
    case integer(min: Int = Int.min, max: Int = Int.max)
    case number
    case array(of: Shape, max: Int = 1_000, unique: Bool = false)
    case object(ObjectShape)
    /// An object with names of the caller's choosing.
    case map(of: Shape, max: Int)
    case nullable(Shape)
    /// Nothing but these values, which ask for nothing: what others would turn on is not offered here.
    case inert([JSON])
    /// The first shape that fits; the complaint of the last one when none does.
    case either(Shape, Shape)
}

/// A form of text that is checked and named in complaints.
package struct TextFormat: Sendable {
    package let name: String
    package let accepts: @Sendable (String) -> Bool
    package init(_ name: String, accepts: @escaping @Sendable (String) -> Bool) {
        self.name = name
        self.accepts = accepts
    }
}

/// The members that an object may and must have.
package struct ObjectShape: Sendable {
    /// A member's shape, whether it must be there, and the sentence that complaints quote.
    package struct Property: Sendable {
        let shape: Shape
        let isRequired: Bool
        let description: String
        package init(_ shape: Shape, required: Bool = false, _ description: String = "") {
            self.shape = shape
            self.isRequired = required
            self.description = description
        }
    }

    package var properties: [String: Property]
    package var allowsOthers: Bool

    package init(allowsOthers: Bool = false, _ properties: KeyValuePairs<String, Property>) {
        self.allowsOthers = allowsOthers
        self.properties = Dictionary(
            properties.map { ($0.key, $0.value) }, uniquingKeysWith: { _, last in last })
    }

    /// The same shape with nothing required: what a PATCH may carry. `null` clears a member.
    package func asPatch(without removed: Set<String> = []) -> ObjectShape {
        var patch = self
        for (name, property) in properties {
            patch.properties[name] =
                removed.contains(name)
                ? nil : Property(.nullable(property.shape), property.description)
        }
        return patch
    }
}

/// The first thing wrong with a value: why, where, and what belongs there.
package struct ShapeProblem: Error, Sendable, Equatable {
    package let why: String
    package let path: String
    package let description: String

    /// The wording of the Management API (contract section 8.1).
    package var message: String {
        guard !path.isEmpty else { return "'\(why)'." }
        return "'\(why)' on property \(path)\(description.isEmpty ? "" : " (\(description))")."
    }
}
