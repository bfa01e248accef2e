import HTTPTypes
import Testing

/// One URL of the Management API, and the scopes of which any opens it, in the order in which refusals name them.
struct ManagementRoute: Sendable, CustomTestStringConvertible {
    let method: HTTPRequest.Method
    let path: String
    let scopes: [String]

    var testDescription: String { "\(method) \(path)" }

    private init(_ method: HTTPRequest.Method, _ path: String, _ scopes: String...) {
        self.method = method
        self.path = path
        self.scopes = scopes
    }

    /// All that this server offers.
    static let all: [ManagementRoute] = [
        .init(.get, "connections", "read:connections"),
        .init(.post, "connections", "create:connections"),
        .init(.get, "connections/con_x", "read:connections"),
        .init(.patch, "connections/con_x", "update:connections"),
        .init(.delete, "connections/con_x", "delete:connections"),
        .init(.get, "connections/con_x/clients", "read:connections"),
        .init(.patch, "connections/con_x/clients", "update:connections"),
        .init(.get, "connections/con_x/status", "read:connections"),
        .init(.delete, "connections/con_x/users", "delete:users"),
        .init(
            .get, "clients", "read:clients", "read:client_keys", "read:client_credentials", "read:client_summary"),
        .init(.post, "clients", "create:clients"),
        .init(
            .get, "clients/x", "read:clients", "read:client_keys", "read:client_credentials", "read:client_summary"),
        .init(
            .patch, "clients/x", "update:clients", "update:client_keys", "update:client_credentials",
            "update:client_token_vault_privileged_access"),
        .init(.delete, "clients/x", "delete:clients"),
        .init(.post, "clients/x/rotate-secret", "update:client_keys"),
        .init(.get, "clients/x/connections", "read:connections"),
        .init(.get, "clients/x/credentials", "read:client_credentials"),
        .init(.post, "clients/x/credentials", "create:client_credentials"),
        .init(.get, "clients/x/credentials/cred_x", "read:client_credentials"),
        .init(.patch, "clients/x/credentials/cred_x", "update:client_credentials"),
        .init(.delete, "clients/x/credentials/cred_x", "delete:client_credentials"),
        .init(.get, "client-grants", "read:client_grants"),
        .init(.post, "client-grants", "create:client_grants"),
        .init(.get, "client-grants/cgr_x", "read:client_grants"),
        .init(.patch, "client-grants/cgr_x", "update:client_grants"),
        .init(.delete, "client-grants/cgr_x", "delete:client_grants"),
        .init(.get, "resource-servers", "read:resource_servers"),
        .init(.post, "resource-servers", "create:resource_servers"),
        .init(.get, "resource-servers/x", "read:resource_servers"),
        .init(.patch, "resource-servers/x", "update:resource_servers"),
        .init(.delete, "resource-servers/x", "delete:resource_servers"),
        .init(.get, "users", "read:users", "read:user_idp_tokens"),
        .init(.post, "users", "create:users"),
        .init(.get, "users/sms%7Cx", "read:users", "read:current_user", "read:user_idp_tokens"),
        .init(
            .patch, "users/sms%7Cx", "update:users", "update:users_app_metadata", "update:current_user_metadata"),
        .init(.delete, "users/sms%7Cx", "delete:users", "delete:current_user"),
        .init(.get, "users/sms%7Cx/logs", "read:logs", "read:logs_users"),
        .init(.get, "users/sms%7Cx/sessions", "read:sessions"),
        .init(.delete, "users/sms%7Cx/sessions", "delete:sessions"),
        .init(.get, "users/sms%7Cx/refresh-tokens", "read:refresh_tokens"),
        .init(.delete, "users/sms%7Cx/refresh-tokens", "delete:refresh_tokens"),
        .init(.post, "users/sms%7Cx/revoke-access", "delete:sessions", "delete:refresh_tokens"),
        .init(.get, "sessions/x", "read:sessions"),
        .init(.delete, "sessions/x", "delete:sessions"),
        .init(.post, "sessions/x/revoke", "delete:sessions", "delete:refresh_tokens"),
        .init(.get, "refresh-tokens", "read:refresh_tokens"),
        .init(.get, "refresh-tokens/x", "read:refresh_tokens"),
        .init(.delete, "refresh-tokens/x", "delete:refresh_tokens"),
        .init(.get, "logs", "read:logs", "read:logs_users"),
        .init(.get, "logs/1", "read:logs", "read:logs_users"),
        .init(.get, "tenants/settings", "read:tenant_settings"),
        .init(.patch, "tenants/settings", "update:tenant_settings"),
        .init(.get, "branding", "read:branding"),
        .init(.patch, "branding", "update:branding"),
        .init(.get, "keys/signing", "read:signing_keys"),
        .init(.get, "keys/signing/x", "read:signing_keys"),
        .init(.post, "keys/signing/rotate", "create:signing_keys", "update:signing_keys"),
        .init(.put, "keys/signing/x/revoke", "update:signing_keys"),
    ]
}
