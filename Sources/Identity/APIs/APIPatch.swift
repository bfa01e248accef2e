/// What the Management API accepts in an API (contract section 8.5).
package enum APIRules {
    private static let shared: KeyValuePairs<String, ObjectShape.Property> = [
        "name": .init(.string(min: 1, max: 200), "Friendly name for this resource server"),
        "scopes": .init(
            .array(
                of: .object(
                    ObjectShape([
                        "value": .init(.string(min: 1, max: 280, format: Scope.format), required: true, "The scope"),
                        "description": .init(.nullable(.string(max: 500)), "What the scope allows"),
                    ])), max: 1_000, unique: true), "The scopes that this API uses"),
        "signing_alg": .init(.choice(SigningAlgorithm.allCases.map(\.rawValue)), "The tokens' algorithm"),
        "signing_secret": .init(.string(min: 16, max: 1_024), "The key of HS256 tokens"),
        "allow_offline_access": .init(.boolean, "Whether refresh tokens can be issued"),
        "allow_online_access": .init(.boolean, "Whether online refresh tokens can be issued"),
        "token_lifetime": .init(.integer(min: 1, max: 2_592_000), "Seconds that a token lives"),
        "token_lifetime_for_web": .init(.integer(min: 1, max: 2_592_000), "Seconds that a token for a page lives"),
        "token_dialect": .init(.choice(TokenDialect.allCases.map(\.rawValue)), "The tokens' form"),
        "skip_consent_for_verifiable_first_party_clients": .init(.boolean, "Whether consent is skipped"),
        // Ignoring these would give away more than the operator meant to.
        "enforce_policies": .init(.inert([false]), "Whether users' roles narrow what their tokens hold"),
        "token_encryption": .init(.inert([.null]), "Token encryption"),
        "consent_policy": .init(.inert([.null]), "Consent policy"),
        "authorization_details": .init(.inert([.null]), "Authorization details"),
        "proof_of_possession": .init(.inert([.null]), "Proof of possession"),
        "authorization_policy": .init(.inert([.null]), "Authorization policy"),
        "verificationLocation": .init(.nullable(.string(max: 2_000)), "Verification location"),
        "options": .init(.nullable(.object(ObjectShape(allowsOthers: true, [:]))), "Options"),
        "subject_type_authorization": .init(
            .object(
                ObjectShape([
                    "user": .init(
                        .object(
                            ObjectShape([
                                "policy": .init(
                                    .choice(["allow_all", "deny_all", "require_client_grant"]), "Users' access")
                            ])), "Users' access"),
                    "client": .init(
                        .object(
                            ObjectShape([
                                "policy": .init(.choice(["deny_all", "require_client_grant"]), "Clients' access")
                            ])), "Clients' access"),
                ])), "Who may obtain tokens"),
    ]

    /// The body of `POST /resource-servers`.
    package static let creation: ObjectShape = {
        var shape = ObjectShape(shared)
        shape.properties["identifier"] = .init(
            .string(min: 1, max: 600), required: true, "Unique identifier for the API, used as the audience")
        return shape
    }()

    /// The body of `PATCH /resource-servers/{id}`.
    package static let patch = ObjectShape(shared)

    static let defaults: JSONObject = [
        "signing_alg": "RS256",
        "token_lifetime": 86_400,
        "token_lifetime_for_web": 7_200,
        "allow_offline_access": false,
        "enforce_policies": false,
        "token_dialect": "access_token",
        "subject_type_authorization": [
            "user": ["policy": "allow_all"], "client": ["policy": "require_client_grant"],
        ],
    ]

    /// Fills in what nobody set.
    static func filled(_ properties: JSONObject) -> JSONObject {
        properties.filled(from: defaults)
    }
}

/// A checked new API.
package struct NewAPI: Sendable {
    package let identifier: String
    private let members: JSONObject

    /// Checks the body of `POST /resource-servers`.
    package init(_ body: JSON) throws(ShapeProblem) {
        var members = try APIRules.creation.check(body).filter { !$1.isNull }
        identifier = members.removeValue(forKey: "identifier")?.string ?? ""
        self.members = members
    }

    /// The record, with the defaults of contract section 8.5.
    package func make(id: String, secret: Secret<String>, at time: Timestamp) -> API {
        var properties = members
        let given = properties.removeValue(forKey: "signing_secret")?.string
        return API(
            id: id, identifier: identifier, properties: APIRules.filled(properties),
            signingSecret: given.map { Secret($0) } ?? secret, isSystem: false, createdAt: time)
    }
}

/// A checked change of an API.
package struct APIPatch: Sendable {
    private let members: JSONObject

    /// Checks the body of `PATCH /resource-servers/{id}`.
    package init(_ body: JSON) throws(ShapeProblem) {
        members = try APIRules.patch.check(body)
        guard !members.isEmpty else {
            throw ShapeProblem(why: "Too few properties defined (0), minimum 1", path: "", description: "")
        }
    }

    /// The algorithm that the patch sets; nil where it sets none.
    package var algorithm: SigningAlgorithm? { members["signing_alg"]?.string.flatMap(SigningAlgorithm.init) }

    /// The API with the change made.
    package func apply(to api: API) -> API {
        var changed = api
        for (name, value) in members {
            if name == "signing_secret" {
                if let secret = value.string { changed.signingSecret = Secret(secret) }
            } else {
                changed.properties.change(name, to: value)
            }
        }
        changed.properties = APIRules.filled(changed.properties)
        return changed
    }
}
