import OrderedCollections

/// A JSON object whose members keep the order in which they came. Two are equal when they have the same members, in any order.
package struct JSONObject: Sendable, Sequence, ExpressibleByDictionaryLiteral {
    private var members: OrderedDictionary<String, JSON>

    package init() { members = [:] }

    package init(dictionaryLiteral elements: (String, JSON)...) {
        members = OrderedDictionary(elements, uniquingKeysWith: { _, last in last })
    }

    package var isEmpty: Bool { members.isEmpty }
    package var count: Int { members.count }
    package var keys: [String] { Array(members.keys) }

    /// A member; assigning nil removes it.
    package subscript(name: String) -> JSON? {
        get { members[name] }
        set { members[name] = newValue }
    }

    /// Sets a member and returns the one that stood there.
    package mutating func updateValue(_ value: JSON, forKey name: String) -> JSON? {
        members.updateValue(value, forKey: name)
    }

    /// Removes a member and returns it.
    package mutating func removeValue(forKey name: String) -> JSON? { members.removeValue(forKey: name) }

    /// Sets a member, or removes it where the value is null: what a change means by null.
    package mutating func change(_ name: String, to value: JSON) {
        if value.isNull { members[name] = nil } else { members[name] = value }
    }

    /// The members that are wanted, in order.
    package func filter(_ isIncluded: (_ name: String, _ value: JSON) -> Bool) -> JSONObject {
        var kept = JSONObject()
        for (name, value) in members where isIncluded(name, value) { kept.members[name] = value }
        return kept
    }

    /// These members, and those of the other that are missing here.
    package func filled(from other: JSONObject) -> JSONObject {
        var filled = self
        for (name, value) in other where filled.members[name] == nil { filled.members[name] = value }
        return filled
    }

    package func makeIterator() -> AnyIterator<(name: String, value: JSON)> {
        var index = members.elements.startIndex
        return AnyIterator {
            guard index < members.elements.endIndex else { return nil }
            defer { index += 1 }
            let (name, value) = members.elements[index]
            return (name, value)
        }
    }

    /// Calls with each member in order, without an iterator's cost.
    func forEachMember(_ body: (String, JSON) -> Void) {
        for (name, value) in members { body(name, value) }
    }
}

extension JSONObject: Equatable {
    package static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.count == right.count && left.members.allSatisfy { right.members[$0.key] == $0.value }
    }
}
