/// The tenant's settings: those of `/tenants/settings` that have an effect here (contract section 8.8).
package struct TenantSettings: Sendable, Equatable {
    package var friendlyName: String?
    package var pictureURL: String?
    package var supportEmail: String?
    package var supportURL: String?
    /// The audience of calls that name none.
    package var defaultAudience: String?
    /// `flags.enforce_client_authentication_on_passwordless_start`: confidential clients must authenticate at start.
    package var enforcesClientAuthenticationOnStart = true
    /// `flags.remove_alg_from_jwks`: published keys do not name their algorithm.
    package var removesAlgFromJWKS = false

    package init() {}
    /// Reads what `json` writes; what is missing keeps its default.
    package init(_ stored: JSONObject) {
        self.init()
        apply(stored)
    }

    /// The object of `/tenants/settings`, and the stored form.
    package var json: JSONObject {
        var object: JSONObject = [:]
        object["friendly_name"] = friendlyName.map { .string($0) }
        object["picture_url"] = pictureURL.map { .string($0) }
        object["support_email"] = supportEmail.map { .string($0) }
        object["support_url"] = supportURL.map { .string($0) }
        object["default_audience"] = .string(defaultAudience ?? "")
        object["flags"] = [
            "enforce_client_authentication_on_passwordless_start": .bool(enforcesClientAuthenticationOnStart),
            "remove_alg_from_jwks": .bool(removesAlgFromJWKS),
        ]
        return object
    }

    private static let shape = ObjectShape([
        "friendly_name": .init(.nullable(.string(max: 255)), "Friendly name for this tenant"),
        "picture_url": .init(.nullable(.string(max: 2_000)), "URL of logo to be shown for this tenant"),
        "support_email": .init(.nullable(.string(max: 320)), "End-user support email"),
        "support_url": .init(.nullable(.string(max: 2_000)), "End-user support URL"),
        "default_audience": .init(.nullable(.string(max: 600)), "Default audience"),
        "flags": .init(
            .object(
                ObjectShape([
                    "enforce_client_authentication_on_passwordless_start": .init(.boolean, "Whether start needs it"),
                    "remove_alg_from_jwks": .init(.boolean, "Whether alg is left out of the keys"),
                ])), "Flags used to change the behavior of this tenant"),
    ])

    /// The settings with the body of `PATCH /tenants/settings` merged in: first level, and `flags`.
    package func patched(_ body: JSON) throws(ShapeProblem) -> TenantSettings {
        let members = try TenantSettings.shape.check(body)
        guard !members.isEmpty else {
            throw ShapeProblem(why: "Too few properties defined (0), minimum 1", path: "", description: "")
        }
        var changed = self
        changed.apply(members)
        return changed
    }

    private mutating func apply(_ members: JSONObject) {
        for (name, value) in members {
            let text = value.string.flatMap { $0.isEmpty ? nil : $0 }
            switch name {
            case "friendly_name": friendlyName = text
            case "picture_url": pictureURL = text
            case "support_email": supportEmail = text
            case "support_url": supportURL = text
            case "default_audience": defaultAudience = text
            case "flags": apply(flags: value.object ?? [:])
            default: continue
            }
        }
    }

    private mutating func apply(flags: JSONObject) {
        if let enforced = flags["enforce_client_authentication_on_passwordless_start"]?.bool {
            enforcesClientAuthenticationOnStart = enforced
        }
        if let removed = flags["remove_alg_from_jwks"]?.bool { removesAlgFromJWKS = removed }
    }
}
