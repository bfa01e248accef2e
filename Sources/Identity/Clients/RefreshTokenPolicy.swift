/// How long a client's refresh tokens live, and whether each is used once (contract section 3.4).
package struct RefreshTokenPolicy: Sendable, Equatable {
    /// Whether each exchange gives a new refresh token in place of the one that was used.
    package let isRotating: Bool
    /// Whether tokens end by themselves.
    package let isExpiring: Bool
    /// How long the token before the newest one still works.
    package let leeway: Duration
    /// From the first token of a family to the end of its last one; nil where it never ends.
    package let lifetime: Duration?
    /// From one exchange to the next; nil where it may be any time.
    package let idleLifetime: Duration?

    /// Reads a client's `refresh_token` member. Lifetimes count only where tokens expire and no flag says that they are infinite.
    package init(_ properties: JSONObject) {
        isRotating = properties["rotation_type"]?.string == "rotating"
        isExpiring = properties["expiration_type"]?.string == "expiring"
        leeway = .seconds(properties["leeway"]?.integer ?? 0)
        lifetime = RefreshTokenPolicy.lifetime("token_lifetime", in: properties, or: 2_592_000)
        idleLifetime = RefreshTokenPolicy.lifetime("idle_token_lifetime", in: properties, or: 1_296_000)
    }

    private static func lifetime(_ name: String, in properties: JSONObject, or usual: Int) -> Duration? {
        guard properties["expiration_type"]?.string == "expiring", properties["infinite_\(name)"]?.bool != true else {
            return nil
        }
        return .seconds(seconds(properties[name]) ?? usual)
    }

    /// Seconds, which may also come as text of digits, as in the samples of Auth0's documentation.
    static func seconds(_ value: JSON?) -> Int? { value?.integer ?? value?.string.flatMap { Int($0) } }
}
