import HTTPTypes
import Hummingbird
import Identity

/// `/api/v2/tenants/settings` (contract section 8.8).
struct SettingsResource: Sendable {
    let services: ManagementServices

    func get(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let fields = try FieldSelection(try Query(request))
        let settings = try await services.read { tx throws(StoreError) in try tx.tenantSettings() }
        return .json(fields.apply(to: settings.json))
    }

    func patch(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let patch = try await ManagementBody.parse(request, TenantSettings.Patch.init)
        let settings = try await services.write("Update tenant settings", request, context) {
            tx throws(StoreError) -> Result<TenantSettings, ManagementError> in
            let changed = patch.apply(to: try tx.tenantSettings())
            try tx.update(changed)
            return .success(changed)
        }
        return .json(.object(settings.json))
    }
}
