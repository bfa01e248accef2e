/// What the Management API accepts as `client_authentication_methods`: `private_key_jwt` alone (contract section 3.5).
enum ClientKeysRules {
    static let member = "client_authentication_methods"
    private static let alternative = "token_endpoint_auth_method"
    private static let description = "How the client proves itself with keys"

    /// In `POST /clients` the keys stand where later their ids stand.
    static let creation = property(
        .array(of: .object(NewClientCredential.shape), max: NewClientCredential.mostPerClient))

    static let patch = property(
        .array(
            of: .object(ObjectShape(["id": .init(.string(min: 1, max: 64), required: true, "ID of a credential")])),
            max: NewClientCredential.mostPerClient, unique: true))

    private static func property(_ credentials: Shape) -> ObjectShape.Property {
        let keys = ObjectShape(["credentials": .init(credentials, required: true, "The client's credentials")])
        let notOffered = Shape.inert([])
        return .init(
            .object(
                ObjectShape([
                    "private_key_jwt": .init(.object(keys), required: true, "Assertions signed with a private key"),
                    "tls_client_auth": .init(notOffered, "Certificates of the connection"),
                    "self_signed_tls_client_auth": .init(notOffered, "Certificates of the connection"),
                ])), description)
    }

    /// The items of `private_key_jwt.credentials`; nil where the member is absent or null.
    static func credentials(in members: JSONObject) -> [JSONObject]? {
        members[member]?.object?["private_key_jwt"]?.object.map {
            ($0["credentials"]?.array ?? []).compactMap(\.object)
        }
    }

    /// The member with these credentials.
    static func value(ids: [String]) -> JSON {
        ["private_key_jwt": ["credentials": .array(ids.map { ["id": .string($0)] })]]
    }

    /// A client proves itself in one way.
    static func checkOneWay(_ members: JSONObject, whole: JSONObject) throws(ShapeProblem) {
        guard members[alternative].map({ !$0.isNull }) ?? false, credentials(in: whole) != nil else { return }
        throw ShapeProblem(
            why: "It cannot be set while client_authentication_methods is: a client proves itself in one way",
            path: alternative, description: "The authentication method")
    }
}
