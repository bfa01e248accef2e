/// What tokens and `/userinfo` say of a user, by scope (contract sections 5.4 and 6).
package enum UserClaims {
    /// The claims that the scopes ask for, without `sub`.
    package static func of(_ user: User, scope: Scope) -> JSONObject {
        var claims: JSONObject = [:]
        if scope.contains("profile") {
            claims["nickname"] = user.properties["nickname"]
            claims["name"] = .string(user.name)
            claims["picture"] = user.properties["picture"]
            claims["given_name"] = user.properties["given_name"]
            claims["family_name"] = user.properties["family_name"]
            claims["updated_at"] = .string(user.updatedAt.description)
        }
        if scope.contains("phone") {
            claims["phone_number"] = .string(user.phone.e164)
            claims["phone_number_verified"] = .bool(user.phoneIsVerified)
            claims["phone_verified"] = .bool(user.phoneIsVerified)
        }
        return claims
    }
}
