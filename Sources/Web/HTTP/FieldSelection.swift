import Identity

/// `fields` and `include_fields` (contract section 8.3): which members of the objects in an answer are wanted.
struct FieldSelection: Sendable {
    private let names: Set<String>
    private let isInclusive: Bool
    private let always: Set<String>

    /// - Parameter always: members that are answered whatever was asked for.
    init(_ query: Query, always: Set<String> = []) throws(ManagementError) {
        let text = query["fields"] ?? ""
        guard text.utf8.count <= 1_000 else { throw .query("String is too long on property fields") }
        names = Set(text.split(separator: ",").map { String($0).trimmed })
        isInclusive = try query.flag("include_fields") ?? true
        self.always = always
    }

    /// Whether anything in the object of this name is wanted.
    func wants(_ name: String) -> Bool {
        names.isEmpty || always.contains(name) || names.contains(name) == isInclusive
    }

    /// The object's wanted members.
    func apply(to object: JSONObject) -> JSON { .object(object.filter { name, _ in wants(name) }) }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
