/// The tenant's settings: those of `/tenants/settings` that have an effect here by name, the others as they came (contract
/// section 8.8).
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
    /// The settings and flags that nobody needs to set, as they came; `TenantSettingsMeaning.swift` reads those with an effect.
    private(set) var others: JSONObject = [:]
    private(set) var otherFlags: JSONObject = [:]

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
        let flags: JSONObject = [
            "enforce_client_authentication_on_passwordless_start": .bool(enforcesClientAuthenticationOnStart),
            "remove_alg_from_jwks": .bool(removesAlgFromJWKS),
        ]
        object["flags"] = .object(flags.filled(from: otherFlags))
        return object.filled(from: others)
    }

    mutating func apply(_ members: JSONObject) {
        for (name, value) in members {
            let text = value.string.flatMap { $0.isEmpty ? nil : $0 }
            switch name {
            case "friendly_name": friendlyName = text
            case "picture_url": pictureURL = text
            case "support_email": supportEmail = text
            case "support_url": supportURL = text
            case "default_audience": defaultAudience = text
            case "flags": apply(flags: value.object ?? [:])
            case let name where name.hasSuffix(TenantSettings.minutes): break
            default: others.change(name, to: value)
            }
        }
        for name in TenantSettings.lifetimes {
            if let minutes = members[name + TenantSettings.minutes] {
                change(name, toMinutes: minutes, unless: members[name])
            }
        }
    }

    /// The lifetimes that can be set in hours or, with the ending `minutes`, in minutes; they are answered in hours.
    static let lifetimes = [
        "session_lifetime", "idle_session_lifetime", "ephemeral_session_lifetime", "idle_ephemeral_session_lifetime",
    ]
    static let minutes = "_in_minutes"

    /// Minutes win over hours in the same change; null takes both away, unless the change names hours.
    private mutating func change(_ name: String, toMinutes value: JSON, unless hours: JSON?) {
        guard let minutes = value.integer else {
            if value.isNull, hours == nil { others[name] = nil }
            return
        }
        others[name] = minutes.isMultiple(of: 60) ? .int(minutes / 60) : .number(Double(minutes) / 60)
    }

    private mutating func apply(flags: JSONObject) {
        for (name, value) in flags {
            switch name {
            case "enforce_client_authentication_on_passwordless_start":
                enforcesClientAuthenticationOnStart = value.bool ?? enforcesClientAuthenticationOnStart
            case "remove_alg_from_jwks": removesAlgFromJWKS = value.bool ?? removesAlgFromJWKS
            default: otherFlags.change(name, to: value)
            }
        }
    }
}
