/// A checked change of a connection; a member that is absent stays as it is.
package struct ConnectionPatch: Sendable {
    private let members: JSONObject

    /// Checks the body of `PATCH /connections/{id}`.
    package init(_ body: JSON) throws(ShapeProblem) {
        members = try ConnectionRules.patch.check(body)
        guard !members.isEmpty else {
            throw ShapeProblem(why: "Too few properties defined (0), minimum 1", path: "", description: "")
        }
        if let options = members["options"]?.object { try ConnectionRules.checkMeaning(of: options) }
    }

    /// The clients that the patch would enable, for the caller to look up.
    package var enabledClients: [String]? { members["enabled_clients"]?.strings }

    /// Whether the patch carries options, which asks for a scope of its own on migrated tenants (contract section 8.4).
    package var changesOptions: Bool { members["options"] != nil }

    /// The connection with the change made.
    package func apply(to connection: Connection) -> Connection {
        var changed = connection
        if let options = members["options"]?.object { changed.replaceOptions(options) }
        if let name = members["display_name"] { changed.displayName = name.string }
        if let realms = members["realms"]?.strings { changed.realms = realms }
        if let clients = members["enabled_clients"]?.strings { changed.enabledClients = clients }
        if let isDomainConnection = members["is_domain_connection"]?.bool {
            changed.isDomainConnection = isDomainConnection
        }
        if let showAsButton = members["show_as_button"]?.bool { changed.showAsButton = showAsButton }
        if let metadata = members["metadata"] {
            changed.metadata = metadata.object.map { Metadata.merge($0, into: connection.metadata ?? [:]) }
        }
        return changed
    }
}

/// A checked new connection.
package struct NewConnection: Sendable {
    package let name: String
    private let rest: ConnectionPatch?
    package var enabledClients: [String]? { rest?.enabledClients }

    /// Checks the body of `POST /connections`.
    package init(_ body: JSON) throws(ShapeProblem) {
        var members = try ConnectionRules.creation.check(body)
        guard members.removeValue(forKey: "strategy")?.string == Connection.strategy else {
            throw ShapeProblem(
                why: "No enum match for: strategy; this server offers \"sms\" only", path: "strategy",
                description: "The identity provider")
        }
        name = members.removeValue(forKey: "name")?.string ?? ""
        rest = members.isEmpty ? nil : try ConnectionPatch(.object(members))
    }

    /// The record.
    package func make(id: String, at time: Timestamp) -> Connection {
        let blank = Connection(id: id, name: name, options: [:], createdAt: time)
        return rest?.apply(to: blank) ?? blank
    }
}
