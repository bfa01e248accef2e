/// The Management API as an API among the others: who calls it needs a client grant for it.
package enum ManagementAPI {
    package static let name = "Auth0 Management API"

    /// Every scope that a client can be granted, and what it allows.
    package static let scopes: [(value: String, description: String)] = [
        ("read:client_grants", "Read client grants"),
        ("create:client_grants", "Create client grants"),
        ("update:client_grants", "Update client grants"),
        ("delete:client_grants", "Delete client grants"),
        ("read:users", "Read users"),
        ("create:users", "Create users"),
        ("update:users", "Update users"),
        ("delete:users", "Delete users"),
        ("read:users_app_metadata", "Read users' app metadata"),
        ("create:users_app_metadata", "Create users' app metadata"),
        ("update:users_app_metadata", "Update users' app metadata"),
        ("delete:users_app_metadata", "Delete users' app metadata"),
        ("read:user_idp_tokens", "Read users with their identity providers' tokens"),
        ("read:clients", "Read clients"),
        ("create:clients", "Create clients"),
        ("update:clients", "Update clients"),
        ("delete:clients", "Delete clients"),
        ("read:client_summary", "Read the names of clients"),
        ("read:client_keys", "Read clients' secrets"),
        ("create:client_keys", "Create clients' secrets"),
        ("update:client_keys", "Update clients' secrets"),
        ("delete:client_keys", "Delete clients' secrets"),
        ("read:client_credentials", "Read clients' credentials"),
        ("create:client_credentials", "Create clients' credentials"),
        ("update:client_credentials", "Update clients' credentials"),
        ("delete:client_credentials", "Delete clients' credentials"),
        ("read:connections", "Read connections"),
        ("create:connections", "Create connections"),
        ("update:connections", "Update connections"),
        ("delete:connections", "Delete connections"),
        ("read:connections_options", "Read connections' options"),
        ("update:connections_options", "Update connections' options"),
        ("read:resource_servers", "Read APIs"),
        ("create:resource_servers", "Create APIs"),
        ("update:resource_servers", "Update APIs"),
        ("delete:resource_servers", "Delete APIs"),
        ("read:sessions", "Read sessions"),
        ("delete:sessions", "Delete sessions"),
        ("read:refresh_tokens", "Read refresh tokens, without their texts"),
        ("delete:refresh_tokens", "Delete refresh tokens"),
        ("read:logs", "Read logs"),
        ("read:logs_users", "Read logs of users"),
        ("read:tenant_settings", "Read the tenant's settings"),
        ("update:tenant_settings", "Update the tenant's settings"),
        ("read:branding", "Read how pages look"),
        ("update:branding", "Update how pages look"),
        ("read:signing_keys", "Read signing keys"),
        ("create:signing_keys", "Create signing keys"),
        ("update:signing_keys", "Update signing keys"),
    ]

    /// The record of a new server. No user's token can be for this API, whatever client grants say. Its tokens are RS256, so
    /// the secret is never used.
    package static func make(
        issuer: Issuer, id: String, secret: Secret<String> = Secret(""), at time: Timestamp
    ) -> API {
        API(
            id: id, identifier: issuer.managementAudience, properties: properties, signingSecret: secret,
            isSystem: true, createdAt: time)
    }

    /// The members that the API has in this version of the program.
    package static let properties: JSONObject = APIRules.filled([
        "name": .string(name),
        "scopes": .array(scopes.map { ["value": .string($0.value), "description": .string($0.description)] }),
        "subject_type_authorization": [
            "user": ["policy": "deny_all"], "client": ["policy": "require_client_grant"],
        ],
    ])
}
