import Hummingbird
import Identity

extension Routes {
    /// Every URL of the Management API, with the scopes that open it: any of those named is enough.
    static func management(_ router: Router<WebContext>, _ services: WebServices) {
        let shared = ManagementServices(
            store: services.store, configuration: services.configuration, clock: services.clock,
            random: services.random, callerAddress: CallerAddress(proxies: services.proxies), issuer: services.issuer)
        let authentication = ManagementAuthentication(
            configuration: services.configuration, issuer: services.issuer, clock: services.clock,
            limit: services.managementLimit)
        let routes = ScopedRoutes(
            group: router.group("api/v2").add(middleware: authentication).group(context: ManagementContext.self))

        connections(routes, ConnectionsResource(services: shared))
        clients(routes, ClientsResource(services: shared))
        clientCredentials(routes, ClientCredentialsResource(services: shared))
        clientGrants(routes, ClientGrantsResource(services: shared))
        apis(routes, APIsResource(services: shared))
        users(routes, UsersResource(services: shared, createUser: CreateUser(vault: services.vault)))
        sessions(routes, SessionsResource(services: shared))
        refreshTokens(routes, RefreshTokensResource(services: shared))
        logs(routes, LogsResource(services: shared))
        settings(routes, SettingsResource(services: shared))
        branding(routes, BrandingResource(services: shared))
        let rotate = RotateSigningKeys(store: services.store, clock: services.clock, host: services.issuer.host)
        signingKeys(routes, SigningKeysResource(services: shared, rotateKeys: rotate))
    }

    private static func connections(_ routes: ScopedRoutes, _ connections: ConnectionsResource) {
        routes.get("connections", "read:connections", use: connections.list)
        routes.post("connections", "create:connections", use: connections.create)
        routes.get("connections/:id", "read:connections", use: connections.get)
        routes.patch("connections/:id", "update:connections", use: connections.patch)
        routes.delete("connections/:id", "delete:connections", use: connections.delete)
        routes.get("connections/:id/clients", "read:connections", use: connections.clients)
        routes.patch("connections/:id/clients", "update:connections", use: connections.patchClients)
        routes.get("connections/:id/status", "read:connections", use: connections.status)
        routes.delete("connections/:id/users", "delete:users", use: connections.deleteUsers)
    }

    private static func clients(_ routes: ScopedRoutes, _ clients: ClientsResource) {
        routes.get(
            "clients", "read:clients", "read:client_keys", "read:client_credentials", "read:client_summary",
            use: clients.list)
        routes.post("clients", "create:clients", use: clients.create)
        routes.get(
            "clients/:id", "read:clients", "read:client_keys", "read:client_credentials", "read:client_summary",
            use: clients.get)
        routes.patch(
            "clients/:id", "update:clients", "update:client_keys", "update:client_credentials",
            "update:client_token_vault_privileged_access", use: clients.patch)
        routes.delete("clients/:id", "delete:clients", use: clients.delete)
        routes.post("clients/:id/rotate-secret", "update:client_keys", use: clients.rotateSecret)
        routes.get("clients/:id/connections", "read:connections", use: clients.connections)
    }

    private static func clientCredentials(_ routes: ScopedRoutes, _ credentials: ClientCredentialsResource) {
        routes.get("clients/:id/credentials", "read:client_credentials", use: credentials.list)
        routes.post("clients/:id/credentials", "create:client_credentials", use: credentials.create)
        routes.get("clients/:id/credentials/:credential_id", "read:client_credentials", use: credentials.get)
        routes.patch("clients/:id/credentials/:credential_id", "update:client_credentials", use: credentials.patch)
        routes.delete("clients/:id/credentials/:credential_id", "delete:client_credentials", use: credentials.delete)
    }

    private static func clientGrants(_ routes: ScopedRoutes, _ grants: ClientGrantsResource) {
        routes.get("client-grants", "read:client_grants", use: grants.list)
        routes.post("client-grants", "create:client_grants", use: grants.create)
        routes.get("client-grants/:id", "read:client_grants", use: grants.get)
        routes.patch("client-grants/:id", "update:client_grants", use: grants.patch)
        routes.delete("client-grants/:id", "delete:client_grants", use: grants.delete)
    }

    private static func apis(_ routes: ScopedRoutes, _ apis: APIsResource) {
        routes.get("resource-servers", "read:resource_servers", use: apis.list)
        routes.post("resource-servers", "create:resource_servers", use: apis.create)
        routes.get("resource-servers/:id", "read:resource_servers", use: apis.get)
        routes.patch("resource-servers/:id", "update:resource_servers", use: apis.patch)
        routes.delete("resource-servers/:id", "delete:resource_servers", use: apis.delete)
    }

    private static func users(_ routes: ScopedRoutes, _ users: UsersResource) {
        routes.get("users", "read:users", "read:user_idp_tokens", use: users.list)
        routes.post("users", "create:users", use: users.create)
        routes.get("users/:id", "read:users", "read:current_user", "read:user_idp_tokens", use: users.get)
        routes.patch(
            "users/:id", "update:users", "update:users_app_metadata", "update:current_user_metadata", use: users.patch)
        routes.delete("users/:id", "delete:users", "delete:current_user", use: users.delete)
    }

    /// What ends refresh tokens too asks for both scopes; the resource sees to that.
    private static func sessions(_ routes: ScopedRoutes, _ sessions: SessionsResource) {
        routes.get("users/:id/sessions", "read:sessions", use: sessions.listOfUser)
        routes.delete("users/:id/sessions", "delete:sessions", use: sessions.deleteOfUser)
        routes.post(
            "users/:id/revoke-access", "delete:sessions", "delete:refresh_tokens", use: sessions.revokeAccess)
        routes.get("sessions/:id", "read:sessions", use: sessions.get)
        routes.delete("sessions/:id", "delete:sessions", use: sessions.delete)
        routes.post("sessions/:id/revoke", "delete:sessions", "delete:refresh_tokens", use: sessions.revoke)
    }

    private static func refreshTokens(_ routes: ScopedRoutes, _ tokens: RefreshTokensResource) {
        routes.get("users/:id/refresh-tokens", "read:refresh_tokens", use: tokens.listOfUser)
        routes.delete("users/:id/refresh-tokens", "delete:refresh_tokens", use: tokens.deleteOfUser)
        routes.get("refresh-tokens", "read:refresh_tokens", use: tokens.list)
        routes.get("refresh-tokens/:id", "read:refresh_tokens", use: tokens.get)
        routes.delete("refresh-tokens/:id", "delete:refresh_tokens", use: tokens.delete)
    }

    private static func logs(_ routes: ScopedRoutes, _ logs: LogsResource) {
        routes.get("logs", "read:logs", "read:logs_users", use: logs.list)
        routes.get("logs/:id", "read:logs", "read:logs_users", use: logs.get)
        routes.get("users/:id/logs", "read:logs", "read:logs_users", use: logs.listOfUser)
    }

    private static func settings(_ routes: ScopedRoutes, _ settings: SettingsResource) {
        routes.get("tenants/settings", "read:tenant_settings", use: settings.get)
        routes.patch("tenants/settings", "update:tenant_settings", use: settings.patch)
    }

    private static func branding(_ routes: ScopedRoutes, _ branding: BrandingResource) {
        routes.get("branding", "read:branding", use: branding.get)
        routes.patch("branding", "update:branding", use: branding.patch)
    }

    /// A rotation asks for both of its scopes; the resource sees to that.
    private static func signingKeys(_ routes: ScopedRoutes, _ keys: SigningKeysResource) {
        routes.get("keys/signing", "read:signing_keys", use: keys.list)
        routes.get("keys/signing/:kid", "read:signing_keys", use: keys.get)
        routes.post("keys/signing/rotate", "create:signing_keys", "update:signing_keys", use: keys.rotate)
        routes.put("keys/signing/:kid/revoke", "update:signing_keys", use: keys.revoke)
    }
}
