import HTTPTypes
import Hummingbird
import Identity

/// `/api/v2/branding` (contract section 8.8).
struct BrandingResource: Sendable {
    let services: ManagementServices

    func get(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let branding = try await services.read { tx throws(StoreError) in try tx.branding() }
        return .json(.object(branding.json))
    }

    func patch(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let patch = try await ManagementBody.parse(request, Branding.Patch.init)
        let branding = try await services.write("Update branding settings", request, context) {
            tx throws(StoreError) -> Result<Branding, ManagementError> in
            let changed = patch.apply(to: try tx.branding())
            try tx.update(changed)
            return .success(changed)
        }
        return .json(.object(branding.json))
    }
}
