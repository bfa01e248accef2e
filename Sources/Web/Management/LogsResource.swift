import HTTPTypes
import Hummingbird
import Identity

/// `/api/v2/logs` and `/api/v2/users/{id}/logs` (contract section 8.7).
struct LogsResource: Sendable {
    let services: ManagementServices

    func list(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let query = try Query(request)
        if let from = query["from"] { return try await list(after: from, query) }
        let fields = try FieldSelection(query)
        return try await answer(try EventSearch.pages(query), fields)
    }

    /// By checkpoint: `Link` names the next page, and the same page again while there is nothing new.
    private func list(after id: String, _ query: Query) async throws -> Response {
        let wanted = try EventSearch.after(id, query)
        let (events, _) = try await services.read { tx throws(StoreError) in try tx.events(wanted) }
        var response = Response.json(.array(events.map { .object(json($0)) }))
        let next = "\(services.issuer.managementAudience)logs?from=\(events.last?.id ?? id)&take=\(wanted.limit)"
        response.headers[.link] = "<\(next)>; rel=\"next\""
        return response
    }

    func get(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let id = try context.parameter("id")
        guard let event = try await services.read({ tx throws(StoreError) in try tx.event(id: id) }) else {
            throw ManagementError.noLog
        }
        return .json(.object(json(event)))
    }

    func listOfUser(_ request: Request, _ context: ManagementContext) async throws -> Response {
        let pages = try EventSearch.pages(try Query(request), of: try context.parameter("id"), smallestPage: 1)
        return try await answer(pages, nil)
    }

    private func answer(_ pages: EventSearch.Pages, _ fields: FieldSelection?) async throws -> Response {
        var found: (events: [Event], total: Int) = ([], 0)
        if let query = pages.query {
            found = try await services.read { tx throws(StoreError) in try tx.events(query) }
        }
        return .json(
            Paging.wrap(
                found.events.map { fields?.apply(to: json($0)) ?? .object(json($0)) }, as: "logs", start: pages.start,
                limit: pages.perPage, total: found.total, includesTotals: pages.includesTotals, addsLength: true))
    }

    private func json(_ event: Event) -> JSONObject {
        var object: JSONObject = ["date": .string(event.at.description), "type": .string(event.type.rawValue)]
        if !event.description.isEmpty { object["description"] = .string(event.description) }
        object["connection"] = event.connection.map { .string($0) }
        object["connection_id"] = event.connectionID.map { .string($0) }
        object["client_id"] = event.clientID.map { .string($0) }
        object["client_name"] = event.clientName.map { .string($0) }
        object["ip"] = event.ip.map { .string($0) }
        object["user_agent"] = event.userAgent.map { .string($0) }
        if !event.details.isEmpty { object["details"] = .object(event.details) }
        object["hostname"] = .string(services.issuer.host)
        object["user_id"] = event.userID.map { .string($0) }
        object["user_name"] = event.userName.map { .string($0) }
        if event.connection != nil {
            object["strategy"] = .string(Connection.strategy)
            object["strategy_type"] = "passwordless"
        }
        object["audience"] = event.audience.map { .string($0) }
        object["scope"] = event.scope.map { .string($0) }
        object["log_id"] = .string(event.id)
        object["_id"] = .string(event.id)
        object["isMobile"] = .bool(event.userAgent?.contains("Mobile") ?? false)
        return object
    }
}
