/// A checked change of a client; a member that is absent stays, one that is null takes its default.
package struct ClientPatch: Sendable {
    private let members: JSONObject

    /// Checks the body of `PATCH /clients/{id}`.
    package init(_ body: JSON) throws(ShapeProblem) {
        members = try ClientRules.patch.check(body)
        guard !members.isEmpty else {
            throw ShapeProblem(why: "Too few properties defined (0), minimum 1", path: "", description: "")
        }
        try ClientKeysRules.checkOneWay(members, whole: members)
    }

    /// Whether the patch sets the secret, which needs `update:client_keys`.
    package var changesSecret: Bool { members["client_secret"] != nil }
    /// Whether the patch says by which keys the client proves itself, for which `update:client_credentials` is enough.
    package var changesKeys: Bool { members[ClientKeysRules.member] != nil }
    /// Whether the patch changes anything else, which needs `update:clients`.
    package var changesProperties: Bool {
        members.contains { name, value in
            switch name {
            case "client_secret", ClientKeysRules.member: false
            case "token_endpoint_auth_method": !(changesKeys && value.isNull)
            default: true
            }
        }
    }

    /// The ID tokens' algorithm that the patch sets; nil where it sets none.
    package var idTokenAlgorithm: SigningAlgorithm? {
        members["jwt_configuration"]?.object?["alg"]?.string.flatMap(SigningAlgorithm.init)
    }

    /// The client with the change made, or what makes the whole of it impossible.
    ///
    /// - Parameter credentials: the client's own, which are the ones that the patch may name.
    package func apply(
        to client: Client, owning credentials: [ClientCredential] = []
    ) throws(ShapeProblem) -> Client {
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
        try ClientKeysRules.checkOneWay(members, whole: changed.properties)
        try checkCredentials(among: credentials)
        try changed.completeRefreshToken(given: members["refresh_token"]?.object)
        return changed.withDefaults()
    }

    private func checkCredentials(among owned: [ClientCredential]) throws(ShapeProblem) {
        let known = Set(owned.map(\.id))
        for (index, item) in (ClientKeysRules.credentials(in: members) ?? []).enumerated() {
            let id = item["id"]?.string ?? ""
            if !known.contains(id) {
                throw ShapeProblem(
                    why: "The client has no credential \(id)",
                    path: "\(ClientKeysRules.member).private_key_jwt.credentials[\(index)].id",
                    description: "ID of a credential")
            }
        }
    }
}

/// A checked new client.
package struct NewClient: Sendable {
    private let members: JSONObject
    /// The keys that came with it.
    package let credentials: [NewClientCredential]

    /// Checks the body of `POST /clients`.
    package init(_ body: JSON) throws(ShapeProblem) {
        let members = try ClientRules.creation.check(body).filter { !$1.isNull }
        try ClientKeysRules.checkOneWay(members, whole: members)
        var credentials: [NewClientCredential] = []
        for (index, item) in (ClientKeysRules.credentials(in: members) ?? []).enumerated() {
            let path = "\(ClientKeysRules.member).private_key_jwt.credentials[\(index)]."
            let credential = try NewClientCredential(checked: item, path: path)
            guard !credentials.contains(where: { $0.kid == credential.kid }) else {
                throw ShapeProblem(why: "Another credential has this kid", path: path + "kid", description: "")
            }
            credentials.append(credential)
        }
        var sample = Client(id: "", properties: members, secret: Secret(""), createdAt: Timestamp(seconds: 0))
        try sample.completeRefreshToken(given: members["refresh_token"]?.object)
        self.members = sample.properties
        self.credentials = credentials
    }

    /// The record, with the defaults of contract section 8.5.
    ///
    /// - Parameter credentialIDs: one for each of `credentials`.
    package func make(
        id: String, secret: Secret<String>, credentialIDs: [String] = [], at time: Timestamp
    ) -> Client {
        var properties = members
        if properties[ClientKeysRules.member] != nil {
            properties[ClientKeysRules.member] = ClientKeysRules.value(ids: credentialIDs)
        }
        return Client(id: id, properties: properties, secret: secret, createdAt: time).withDefaults()
    }
}

extension Client {
    private var isWebPage: Bool { applicationType == "spa" }

    /// Makes a `refresh_token` that was just given whole. A client that becomes a page gets a page's, where its own never ends.
    fileprivate mutating func completeRefreshToken(given: JSONObject?) throws(ShapeProblem) {
        if let given {
            properties["refresh_token"] = .object(try RefreshTokenRules.complete(given, isWebPage: isWebPage))
        } else if isWebPage, (try? RefreshTokenRules.check(refreshTokenPolicy, isWebPage: true)) == nil {
            properties["refresh_token"] = nil
        }
    }

    /// Fills in what nobody set.
    fileprivate func withDefaults() -> Client {
        var filled = self
        if authenticationMethod == .privateKeyJWT {
            filled.properties["token_endpoint_auth_method"] = JSON.null
        } else if properties["token_endpoint_auth_method"]?.isNull == true {
            filled.properties["token_endpoint_auth_method"] = nil
        }
        let isPublic = applicationType == "native" || isWebPage
        let method = filled.properties["token_endpoint_auth_method"] == nil ? nil : filled.authenticationMethod
        let defaults = ClientRules.defaults(
            authenticationMethod: method ?? (isPublic ? .none : .secretPost), isWebPage: isWebPage)
        filled.properties = filled.properties.filled(from: defaults)
        return filled
    }
}
