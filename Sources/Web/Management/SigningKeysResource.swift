import HTTPTypes
import Hummingbird
import Identity

/// `/api/v2/keys/signing` (contract section 8.8).
struct SigningKeysResource: Sendable {
    let services: ManagementServices
    let rotateKeys: RotateSigningKeys

    func list(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let stored = try await services.read { tx throws(StoreError) in try tx.signingKeys() }
        // RSA keys first: whoever looks for the current one takes the first that says so.
        let keys = SigningKeyKind.allCases.flatMap { kind in stored.filter { $0.kind == kind } }
        return .json(.array(keys.map { .object(SigningKeyJSON.object($0)) }))
    }

    func get(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let kid = try context.parameter("kid")
        let keys = try await services.read { tx throws(StoreError) in try tx.signingKeys() }
        guard let key = keys.first(where: { $0.kid == kid }) else { throw ManagementError.noSigningKey }
        return .json(.object(SigningKeyJSON.object(key)))
    }

    /// 201 with the RSA key that signs from now on; the other kinds' keys move with it. One scope makes the new key, the other changes the old ones: both are needed.
    func rotate(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let scopes = ["create:signing_keys", "update:signing_keys"]
        guard scopes.allSatisfy(context.caller.holds) else { throw ManagementError.insufficientScope(scopes) }
        let outcome: RotateSigningKeys.Outcome
        do { outcome = try await rotateKeys.rotate() } catch {
            switch error {
            case .store(let error): throw error
            case .key(let problem): throw StoreError.failed(problem.reason)
            }
        }
        let kid =
            switch outcome {
            case .rotated(let current, _), .alreadyRotated(let current): current
            }
        let key = try await services.write("Rotate the application signing key", request, context) {
            tx throws(StoreError) -> Result<SigningKey, ManagementError> in
            guard let key = try tx.signingKeys().first(where: { $0.kid == kid }) else { return .failure(.noSigningKey) }
            return .success(key)
        }
        return .json(.object(SigningKeyJSON.name(key)), status: .created)
    }

    func revoke(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let kid = try context.parameter("kid")
        let key = try await services.write("Revoke an application signing key", request, context) {
            tx throws(StoreError) -> Result<SigningKey, ManagementError> in
            switch try RevokeSigningKey.revoke(kid: kid, in: tx) {
            case .revoked(let key): return .success(key)
            case .notFound: return .failure(.noSigningKey)
            case .alreadyRevoked: return .failure(.conflict("The signing key is already revoked"))
            case .inUse:
                return .failure(
                    ManagementError(.badRequest, "Only a previous signing key can be revoked; rotate the keys first"))
            }
        }
        return .json(.object(SigningKeyJSON.name(key)))
    }
}

/// A signing key as the Management API shows it: never the key itself.
private enum SigningKeyJSON {
    static func name(_ key: SigningKey) -> JSONObject {
        ["cert": .string(key.certificatePEM), "kid": .string(key.kid)]
    }

    static func object(_ key: SigningKey) -> JSONObject {
        var object = name(key)
        // Auth0 knows RSA keys alone and names no algorithm.
        if key.kind != .rsa { object["alg"] = .string(key.kind.publishedAlgorithm.rawValue) }
        object["fingerprint"] = .string(key.fingerprint)
        object["thumbprint"] = .string(key.thumbprint)
        if key.state != .revoked { object[key.state.rawValue] = true }
        object["current_since"] = key.currentSince.map { .string($0.description) }
        object["current_until"] = key.currentUntil.map { .string($0.description) }
        object["revoked"] = .bool(key.state == .revoked)
        return object
    }
}
