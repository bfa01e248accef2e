/// A checked change of a client; a member that is absent stays, one that is null takes its default.
package struct ClientPatch: Sendable {
    private let members: JSONObject

    /// Checks the body of `PATCH /clients/{id}`.
    package init(_ body: JSON) throws(ShapeProblem) {
        members = try ClientRules.patch.check(body)
        guard !members.isEmpty else {
            throw ShapeProblem(why: "Too few properties defined (0), minimum 1", path: "", description: "")
        }
    }

    /// Whether the patch sets the secret, which needs `update:client_keys`.
    package var changesSecret: Bool { members["client_secret"] != nil }
    /// Whether the patch changes anything else, which needs `update:clients`.
    package var changesProperties: Bool { members.keys.contains { $0 != "client_secret" } }

    /// The client with the change made.
    package func apply(to client: Client) -> Client {
        var changed = client
        for (name, value) in members {
            switch name {
            case "client_secret":
                if let secret = value.string { changed.secret = Secret(secret) }
            case "client_metadata":
                changed.properties[name] = value.object.map {
                    .object(Metadata.merge($0, into: changed.properties[name]?.object ?? [:]))
                }
            case "jwt_configuration":
                let merged = (value.object ?? [:]).filled(from: changed.properties[name]?.object ?? [:])
                changed.properties[name] = .object(merged)
            default:
                changed.properties.change(name, to: value)
            }
        }
        return changed.withDefaults()
    }
}

/// A checked new client.
package struct NewClient: Sendable {
    private let members: JSONObject

    /// Checks the body of `POST /clients`.
    package init(_ body: JSON) throws(ShapeProblem) {
        members = try ClientRules.creation.check(body).filter { !$1.isNull }
    }

    /// The record, with the defaults of contract section 8.5.
    package func make(id: String, secret: Secret<String>, at time: Timestamp) -> Client {
        Client(id: id, properties: members, secret: secret, createdAt: time).withDefaults()
    }
}

extension Client {
    /// Fills in what nobody set.
    fileprivate func withDefaults() -> Client {
        var filled = self
        let applicationType = properties["app_type"]?.string
        let isPublic = applicationType == "native" || applicationType == "spa"
        let method = properties["token_endpoint_auth_method"]?.string.flatMap(ClientAuthenticationMethod.init)
        let defaults = ClientRules.defaults(
            authenticationMethod: method ?? (isPublic ? .none : .secretPost), isWebPage: applicationType == "spa")
        filled.properties = filled.properties.filled(from: defaults)
        return filled
    }
}
