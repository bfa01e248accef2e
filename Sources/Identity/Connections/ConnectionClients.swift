/// A checked change of the clients that may use a connection: the body of `PATCH /connections/{id}/clients`.
package struct ConnectionClients: Sendable {
    private let changes: [(clientID: String, isEnabled: Bool)]

    private static let item = ObjectShape([
        "client_id": .init(.string(min: 1, max: 64), required: true, "The client's id"),
        "status": .init(.boolean, required: true, "Whether the connection is enabled for the client"),
    ])

    package init(_ body: JSON) throws(ShapeProblem) {
        guard let items = body.array else {
            throw ShapeProblem(why: "Expected type array", path: "", description: "")
        }
        guard (1...50).contains(items.count) else {
            throw ShapeProblem(why: "Array must hold 1 to 50 items, not \(items.count)", path: "", description: "")
        }
        var changes: [(clientID: String, isEnabled: Bool)] = []
        for item in items {
            let object = try ConnectionClients.item.check(item)
            changes.append((object["client_id"]?.string ?? "", object["status"]?.bool ?? false))
        }
        self.changes = changes
    }

    /// The clients that would be enabled, for the caller to look up.
    package var enabled: [String] { changes.filter(\.isEnabled).map(\.clientID) }

    /// The connection with the change made.
    package func apply(to connection: Connection) -> Connection {
        var changed = connection
        for (clientID, isEnabled) in changes {
            let isThere = changed.enabledClients.contains(clientID)
            if isEnabled, !isThere { changed.enabledClients.append(clientID) }
            if !isEnabled { changed.enabledClients.removeAll { $0 == clientID } }
        }
        return changed
    }
}
