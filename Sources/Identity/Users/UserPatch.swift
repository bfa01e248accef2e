/// What the Management API accepts in a user (contract sections 6 and 8.6).
package enum UserRules {
    private static let shared: KeyValuePairs<String, ObjectShape.Property> = [
        "name": .init(.string(min: 1, max: 300), "The full name of the user"),
        "nickname": .init(.string(min: 1, max: 300), "The nickname of the user"),
        "picture": .init(.string(min: 1, max: 2_000), "The URL of the user's picture"),
        "given_name": .init(.string(min: 1, max: 150), "The given name of the user"),
        "family_name": .init(.string(min: 1, max: 150), "The family name of the user"),
        "user_metadata": .init(.object(ObjectShape(allowsOthers: true, [:])), "Metadata that the user may change"),
        "app_metadata": .init(.object(ObjectShape(allowsOthers: true, [:])), "Metadata that the user may not change"),
        "blocked": .init(.boolean, "Whether this user was blocked by an administrator"),
        "phone_verified": .init(.boolean, "Whether the phone number has been verified"),
        "verify_phone_number": .init(.boolean, "Whether the number has to be verified"),
    ]

    private static let phone = TextFormat("phone-number") { PhoneNumber($0) != nil }
    private static let key = TextFormat("user-id") { text in
        text.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0.value > 0x20 && $0 != "|" }
    }

    /// The body of `POST /users`.
    package static let creation: ObjectShape = {
        var shape = ObjectShape(shared)
        shape.properties["connection"] = .init(
            .string(min: 1, max: 255), required: true, "Name of the connection this user should be created in")
        shape.properties["phone_number"] = .init(
            .string(format: phone), required: true, "The user's phone number (following the E.164 recommendation)")
        shape.properties["user_id"] = .init(
            .string(min: 1, max: 255, format: key), "The external user's id provided by the identity provider")
        return shape
    }()

    /// The body of `PATCH /users/{id}`.
    package static let patch: ObjectShape = {
        var shape = ObjectShape(shared).asPatch(without: ["blocked", "phone_verified", "verify_phone_number"])
        for name in ["blocked", "phone_verified", "verify_phone_number"] {
            shape.properties[name] = .init(.boolean, "")
        }
        shape.properties["connection"] = .init(.string(min: 1, max: 255), "Name of the connection of the user")
        shape.properties["client_id"] = .init(.string(min: 1, max: 64), "ID of the client")
        shape.properties["phone_number"] = .init(.string(format: phone), "The user's phone number")
        return shape
    }()

    /// Refuses what only users with a password have, in Auth0's words where they are known.
    static func refusePasswordMembers(in body: JSON) throws(ShapeProblem) {
        for name in ["password", "email", "username", "email_verified"] where body.object?[name] != nil {
            throw ShapeProblem(
                why: "Cannot set \(name) for a user of a passwordless SMS connection", path: name, description: "")
        }
    }

    /// The metadata's size limit, in bytes of JSON.
    static let metadataLimit = 64 * 1_024

    static func checkSizes(_ members: JSONObject) throws(ShapeProblem) {
        for name in ["user_metadata", "app_metadata"] {
            guard let value = members[name], value.serialized().count > metadataLimit else { continue }
            throw ShapeProblem(why: "Larger than \(metadataLimit) bytes", path: name, description: "")
        }
    }
}

/// A checked new user.
package struct NewUser: Sendable {
    package let connection: String
    package let phone: PhoneNumber
    /// The part after the bar, when the operator chose it.
    package let key: String?
    private let members: JSONObject

    /// Checks the body of `POST /users`.
    package init(_ body: JSON) throws(ShapeProblem) {
        try UserRules.refusePasswordMembers(in: body)
        let members = try UserRules.creation.check(body)
        try UserRules.checkSizes(members)
        guard let phone = members["phone_number"]?.string.flatMap(PhoneNumber.init) else {
            throw ShapeProblem(why: "Missing required property: phone_number", path: "", description: "")
        }
        self.phone = phone
        connection = members["connection"]?.string ?? ""
        key = members["user_id"]?.string
        self.members = members
    }

    /// The record; `key` is the part of the id after the bar.
    package func make(key: String, connection: Connection, at time: Timestamp) -> User {
        let user = User(
            id: User.idPrefix + key, connectionID: connection.id, connection: connection.name, phone: phone,
            phoneIsVerified: false, createdAt: time)
        return UserPatch(checked: members).apply(to: user, at: time)
    }
}

/// A checked change of a user.
package struct UserPatch: Sendable {
    private let members: JSONObject

    /// Checks the body of `PATCH /users/{id}`.
    package init(_ body: JSON) throws(ShapeProblem) {
        try UserRules.refusePasswordMembers(in: body)
        members = try UserRules.patch.check(body)
        try UserRules.checkSizes(members)
        guard !members.isEmpty else {
            throw ShapeProblem(why: "Too few properties defined (0), minimum 1", path: "", description: "")
        }
        guard members["phone_number"] == nil || members["connection"] != nil else {
            throw ShapeProblem(
                why: "Missing required property: connection, which a change of phone_number needs", path: "",
                description: "")
        }
    }

    fileprivate init(checked members: JSONObject) { self.members = members }

    /// The number that the user shall have.
    package var phone: PhoneNumber? { members["phone_number"]?.string.flatMap(PhoneNumber.init) }
    /// The connection that the caller believes the user to be in.
    package var connection: String? { members["connection"]?.string }
    /// Whether only `app_metadata` changes, for which `update:users_app_metadata` is enough.
    package var changesOnlyAppMetadata: Bool { members.keys.allSatisfy { $0 == "app_metadata" } }

    /// The user with the change made. A new number counts as not verified, unless the patch says otherwise.
    package func apply(to user: User, at time: Timestamp) -> User {
        var changed = user
        changed.updatedAt = time
        if let phone, phone != user.phone {
            changed.phone = phone
            changed.phoneIsVerified = false
        }
        for (name, value) in members {
            switch name {
            case "blocked": changed.isBlocked = value.bool ?? false
            case "phone_verified": changed.phoneIsVerified = value.bool ?? false
            case "verify_phone_number": if value == true { changed.phoneIsVerified = false }
            case "connection", "client_id", "user_id", "phone_number": continue
            case "user_metadata":
                changed.properties[name] = .object(
                    Metadata.merge(value.object ?? [:], into: changed.properties[name]?.object ?? [:]))
            case "app_metadata":
                let merged = Metadata.merge(value.object ?? [:], into: changed.properties[name]?.object ?? [:])
                changed.properties.change(name, to: merged.isEmpty ? .null : .object(merged))
            default: changed.properties.change(name, to: value)
            }
        }
        return changed
    }
}
