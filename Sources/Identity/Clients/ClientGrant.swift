/// What one client may do with one API in its own name.
package struct ClientGrant: Sendable {
    /// `cgr_` and 16 letters or digits.
    package let id: String
    package let clientID: String
    package var audience: String
    package var scope: [String]
    /// Further members that were sent: organisation flags, `allow_all_scopes`, `authorization_details_types`.
    package var properties: JSONObject
    package let createdAt: Timestamp

    package init(
        id: String, clientID: String, audience: String, scope: [String], properties: JSONObject = [:],
        createdAt: Timestamp
    ) {
        self.id = id
        self.clientID = clientID
        self.audience = audience
        self.scope = scope
        self.properties = properties
        self.createdAt = createdAt
    }

    package static func newID(_ random: some RandomSource) -> String { "cgr_" + random.alphanumerics(16) }

    private static let shared: KeyValuePairs<String, ObjectShape.Property> = [
        "scope": .init(
            .array(of: .string(min: 1, max: 280, format: Scope.format), max: 1_000, unique: true),
            "Scopes allowed for this client grant"),
        "organization_usage": .init(.nullable(.choice(["deny", "allow", "require"])), "How organisations are used"),
        "allow_any_organization": .init(.nullable(.boolean), "Whether any organisation is allowed"),
        "authorization_details_types": .init(.nullable(.array(of: .string(max: 255))), "Authorization details"),
        "allow_all_scopes": .init(.nullable(.boolean), "Whether all scopes of the API are allowed"),
    ]
    private static let creationShape: ObjectShape = {
        var shape = ObjectShape(shared)
        shape.properties["client_id"] = .init(.string(min: 1, max: 64), required: true, "ID of the client")
        shape.properties["audience"] = .init(.string(min: 1, max: 600), required: true, "The audience of this grant")
        shape.properties["subject_type"] = .init(.choice(subjectTypes), "The type of application access")
        return shape
    }()
    private static let patchShape = ObjectShape(shared)

    /// A checked new grant.
    package struct New: Sendable {
        package let clientID: String
        package let audience: String
        package let scope: [String]
        private let rest: JSONObject

        /// Checks the body of `POST /client-grants`.
        package init(_ body: JSON) throws(ShapeProblem) {
            var members = try creationShape.check(body).filter { !$1.isNull }
            clientID = members.removeValue(forKey: "client_id")?.string ?? ""
            audience = members.removeValue(forKey: "audience")?.string ?? ""
            scope = members.removeValue(forKey: "scope")?.strings ?? []
            rest = members
        }

        package func make(id: String, at time: Timestamp) -> ClientGrant {
            ClientGrant(
                id: id, clientID: clientID, audience: audience, scope: scope, properties: rest, createdAt: time)
        }
    }

    /// A checked change of a grant.
    package struct Patch: Sendable {
        package let scope: [String]?
        private let rest: JSONObject

        /// Checks the body of `PATCH /client-grants/{id}`.
        package init(_ body: JSON) throws(ShapeProblem) {
            var members = try patchShape.check(body)
            scope = members.removeValue(forKey: "scope")?.strings
            rest = members
        }

        package func apply(to grant: ClientGrant) -> ClientGrant {
            var changed = grant
            if let scope { changed.scope = scope }
            for (name, value) in rest { changed.properties.change(name, to: value) }
            return changed
        }
    }

    /// The scopes that the grant gives: its own, or all of the API's with `allow_all_scopes`.
    package func scopes(of api: API) -> [String] {
        if properties["allow_all_scopes"] == true { return api.scopes }
        let known = Set(api.scopes)
        return scope.filter(known.contains)
    }

    /// Whether the grant names no scope that the API does not know.
    package func keepsWithin(_ api: API) -> Bool { Set(api.scopes).isSuperset(of: scope) }

    /// Whether the other grant is for the same client, API and kind of token; there can be one.
    package func isTwin(_ other: ClientGrant) -> Bool {
        clientID == other.clientID && audience == other.audience && subjectType == other.subjectType
    }

    package static let subjectTypes = ["client", "user"]

    /// `client`, or `user` for what users' tokens may hold.
    package var subjectType: String { properties["subject_type"]?.string ?? "client" }
}
