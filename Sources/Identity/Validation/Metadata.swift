/// Free-form data that people attach to users, clients and connections.
package enum Metadata {
    /// First-level merge: `null` removes a member, an empty object empties the whole (contract section 8.6).
    package static func merge(_ change: JSONObject, into metadata: JSONObject) -> JSONObject {
        guard !change.isEmpty else { return [:] }
        var merged = metadata
        for (name, value) in change { merged.change(name, to: value) }
        return merged
    }
}
