/// What the Management API accepts as a client's `refresh_token`, and what it fills in (contract section 3.4).
enum RefreshTokenRules {
    private static let longest = 157_788_000
    private static let usualLifetime = 2_592_000
    private static let usualIdleLifetime = 1_296_000

    /// Seconds, also as text of digits: so stands it in a sample of Auth0's documentation, which people copy.
    private static let lifetime = Shape.either(
        .string(max: 9, format: TextFormat("seconds") { Int($0).map { (1...longest).contains($0) } ?? false }),
        .integer(min: 1, max: longest))

    static let shape = ObjectShape([
        "rotation_type": .init(.choice(["rotating", "non-rotating"]), required: true, "Refresh token rotation"),
        "expiration_type": .init(.choice(["expiring", "non-expiring"]), required: true, "Refresh token expiration"),
        "leeway": .init(.integer(min: 0, max: 600), "Seconds in which a rotated token still works"),
        "token_lifetime": .init(lifetime, "Seconds that a token lives"),
        "infinite_token_lifetime": .init(.boolean, "Whether tokens live for ever"),
        "idle_token_lifetime": .init(lifetime, "Seconds that an unused token lives"),
        "infinite_idle_token_lifetime": .init(.boolean, "Whether unused tokens live for ever"),
        "policies": .init(.nullable(.array(of: .any)), "Policies of multi-resource refresh tokens"),
    ])

    /// What a client has whose tokens nobody configured: those of clients without a secret rotate and end (RFC 9700 section 2.2.2),
    /// others do neither.
    static func defaults(isPublic: Bool) -> JSONObject {
        [
            "expiration_type": isPublic ? "expiring" : "non-expiring",
            "leeway": 0,
            "infinite_token_lifetime": .bool(!isPublic),
            "infinite_idle_token_lifetime": .bool(!isPublic),
            "token_lifetime": .int(usualLifetime),
            "idle_token_lifetime": .int(usualIdleLifetime),
            "rotation_type": isPublic ? "rotating" : "non-rotating",
        ]
    }

    /// A checked member, made whole: lifetimes as numbers, and what was left out filled in so that idle stays within absolute.
    static func complete(_ given: JSONObject, isWebPage: Bool) throws(ShapeProblem) -> JSONObject {
        var complete = given
        let absolute = RefreshTokenPolicy.seconds(given["token_lifetime"])
        let idle = RefreshTokenPolicy.seconds(given["idle_token_lifetime"])
        complete["token_lifetime"] = .int(absolute ?? max(usualLifetime, idle ?? 0))
        complete["idle_token_lifetime"] = .int(idle ?? min(usualIdleLifetime, absolute ?? usualIdleLifetime))
        let isForever = given["expiration_type"] == "non-expiring"
        complete = complete.filled(from: [
            "leeway": 0, "infinite_token_lifetime": .bool(isForever), "infinite_idle_token_lifetime": .bool(isForever),
        ])
        try check(RefreshTokenPolicy(complete), isWebPage: isWebPage)
        return complete
    }

    /// Tokens in a page's hands must end: scripts can read them there.
    static func check(_ policy: RefreshTokenPolicy, isWebPage: Bool) throws(ShapeProblem) {
        guard !isWebPage || policy.lifetime != nil || policy.idleLifetime != nil else {
            throw ShapeProblem(
                why: "Refresh tokens of single-page applications must expire", path: "refresh_token",
                description: "Refresh token configuration")
        }
        if let idle = policy.idleLifetime, let absolute = policy.lifetime, idle > absolute {
            throw ShapeProblem(
                why: "The idle lifetime must not be longer than token_lifetime",
                path: "refresh_token.idle_token_lifetime", description: "Seconds that an unused token lives")
        }
    }
}
