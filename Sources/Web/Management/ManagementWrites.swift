import HTTPTypes
import Hummingbird
import Identity
import NIOCore

/// What the resources of the Management API share.
struct ManagementServices: Sendable {
    let store: any Store
    let configuration: ConfigurationCache
    let clock: any WallClock
    let random: any RandomSource
    let callerAddress: CallerAddress
    let issuer: Issuer

    /// A transaction that ends in an answer: a refusal is returned, not thrown, and then writes nothing by the closure's own care.
    ///
    /// The write leaves an `sapi` event in the same transaction, and this node works by it once this returns.
    func write<T: Sendable>(
        _ description: String, _ request: Request, _ context: ManagementContext, changesConfiguration: Bool = true,
        _ body: @escaping @Sendable (any StoreTransaction) throws(StoreError) -> Result<T, ManagementError>
    ) async throws -> T {
        let event = event(.managementWrite, description, request, context)
        let result = try await store.write { tx throws(StoreError) in
            let result = try body(tx)
            if case .success = result { try tx.append(event) }
            return result
        }
        if changesConfiguration, case .success = result { try await configuration.reload() }
        return try result.get()
    }

    /// The keys that an algorithm may need, made before the transaction that keeps them.
    func keys(for algorithm: SigningAlgorithm?) throws(StoreError) -> ProvideSigningKeys {
        do { return try ProvideSigningKeys(for: algorithm, host: issuer.host, at: clock.now()) } catch {
            throw .failed(error.reason)
        }
    }

    /// One consistent read of the store.
    func read<T: Sendable>(
        _ body: @escaping @Sendable (any StoreTransaction) throws(StoreError) -> T
    ) async throws -> T {
        try await store.read(body)
    }

    /// Leaves a trace that secrets were read (contract section 8.4).
    func recordSecretRead(_ description: String, _ request: Request, _ context: ManagementContext) {
        let event = event(.managementSecretRead, description, request, context)
        store.enqueue { tx throws(StoreError) in try tx.append(event) }
    }

    /// An event of a Management call.
    func event(
        _ type: Event.Kind, _ description: String, _ request: Request, _ context: ManagementContext
    ) -> Event {
        let now = clock.now()
        var event = Event(type, id: Event.newID(at: now, random), at: now, description: description)
        let caller = callerAddress.caller(request, peer: context.peer)
        event.clientID = context.caller.clientID
        event.clientName = configuration.current.client(context.caller.clientID)?.name
        event.ip = caller.address.description
        event.userAgent = caller.userAgent
        event.details = [
            "request": [
                "method": .string(request.method.rawValue.lowercased()), "path": .string(request.uri.path),
                "auth": ["strategy": "jwt", "credentials": ["scopes": .strings(context.caller.scopes.sorted())]],
            ]
        ]
        return event
    }
}

/// The body of a Management write.
enum ManagementBody {
    static func read(_ request: Request) async throws(ManagementError) -> JSON {
        do throws(BodyProblem) {
            let type = (request.headers[.contentType] ?? "application/json").lowercased()
            if type.hasPrefix("application/x-www-form-urlencoded") {
                return .object(try FormBody.parse(await RequestBody.bytes(request, limit: RequestBody.largeLimit)))
            }
            guard type.hasPrefix("application/json") else { throw .wrongContentType }
            return try await RequestBody.json(request, limit: RequestBody.largeLimit)
        } catch { throw ManagementError(error) }
    }

    /// Checks the body into a record of changes.
    static func parse<T>(
        _ request: Request, _ make: (JSON) throws(ShapeProblem) -> T
    ) async throws(ManagementError) -> T {
        let body = try await read(request)
        do { return try make(body) } catch { throw .payload(error) }
    }

    /// The same where a call without a body means an empty object.
    static func parseOptional<T>(
        _ request: Request, _ make: (JSON) throws(ShapeProblem) -> T
    ) async throws(ManagementError) -> T {
        let bytes: [UInt8]
        do throws(BodyProblem) { bytes = try await RequestBody.bytes(request, limit: RequestBody.largeLimit) } catch {
            throw ManagementError(error)
        }
        guard !bytes.isEmpty else {
            do { return try make([:]) } catch { throw .payload(error) }
        }
        var request = request
        request.body = .init(buffer: ByteBuffer(bytes: bytes))
        return try await parse(request, make)
    }
}
