import HTTPTypes
import Hummingbird
import Identity

/// The Management API's errors (contract section 8.1). The one place where they are worded.
struct ManagementError: Error, HTTPResponseError {
    let status: HTTPResponse.Status
    let message: String
    var code: String?
    var attributes: JSONObject?
    var retryAfter: Duration?
    var limit: RateLimit?

    init(_ status: HTTPResponse.Status, _ message: String, code: String? = nil) {
        self.status = status
        self.message = message
        self.code = code
    }

    /// The answer.
    var response: Response {
        var body: JSONObject = [
            "statusCode": .int(status.code), "error": .string(status.reasonPhrase), "message": .string(message),
        ]
        body["attributes"] = attributes.map { .object($0) }
        body["errorCode"] = code.map { .string($0) }
        return Response.json(.object(body), status: status).notStored().with(limit).retry(after: retryAfter)
    }

    func response(from request: Request, context: some RequestContext) throws -> Response { response }

    static let missingAuthentication = ManagementError(.unauthorized, "Missing authentication")
    static let badHeader = ManagementError(.badRequest, "Bad HTTP authentication header format")

    static func token(_ problem: String) -> ManagementError {
        var error = ManagementError(.unauthorized, problem)
        error.attributes = ["error": .string(problem)]
        return error
    }

    static func insufficientScope(_ scopes: [String]) -> ManagementError {
        ManagementError(
            .forbidden, "Insufficient scope, expected any of: \(scopes.joined(separator: ","))",
            code: "insufficient_scope")
    }

    /// A path that this server does not offer.
    static let notFound = ManagementError(.notFound, "Not Found")

    static func payload(_ problem: ShapeProblem) -> ManagementError {
        ManagementError(.badRequest, "Payload validation error: \(problem.message)", code: "invalid_body")
    }
    static func payload(_ text: String) -> ManagementError {
        ManagementError(.badRequest, "Payload validation error: \(text)", code: "invalid_body")
    }
    static func query(_ text: String) -> ManagementError {
        ManagementError(.badRequest, "Query validation error: '\(text)'", code: "invalid_query_string")
    }
    static func path(_ text: String) -> ManagementError {
        ManagementError(.badRequest, "Path validation error: '\(text)'", code: "invalid_uri")
    }

    static let noConnection = ManagementError(
        .notFound, "The connection does not exist", code: "inexistent_connection")
    static let noClient = ManagementError(.notFound, "The client does not exist", code: "inexistent_client")
    static let noCredential = ManagementError(
        .notFound, "The credential does not exist", code: "inexistent_credential")
    static let credentialInUse = ManagementError(
        .badRequest, "The credential is in use: take it out of the client's client_authentication_methods first")
    static let tooManyCredentials = ManagementError(
        .badRequest, "A client can have at most 20 credentials: delete one that is no longer in use")
    static let takenKid = ManagementError(.badRequest, "Another credential of the client has this kid")
    static let noAPI = ManagementError(
        .notFound, "The resource server does not exist", code: "inexistent_resource_server")
    static let noUser = ManagementError(.notFound, "The user does not exist.", code: "inexistent_user")
    static let noClientGrant = ManagementError(
        .notFound, "The client grant does not exist", code: "inexistent_client_grant")
    static let noLog = ManagementError(.notFound, "Log not found", code: "inexistent_log")

    static let noSigningKey = ManagementError(.notFound, "Signing key not found", code: "inexistent_signing_key")
    /// A scope for one's own user, held by a client, which is nobody's user.
    static let notOwnUser = ManagementError(
        .forbidden, "User to be acted on does not match subject in bearer token")

    /// What a search cannot reach (contract section 8.6).
    static let pageOutOfReach = ManagementError(
        .badRequest,
        "You can only page through the first 1000 records. "
            + "See https://auth0.com/docs/users/search/v3/view-search-results-by-page#limitation",
        code: "invalid_paging")
    /// A search that says something this server does not understand.
    static func search(_ text: String) -> ManagementError {
        ManagementError(.badRequest, text, code: "invalid_query_string")
    }

    static func conflict(_ message: String, code: String? = nil) -> ManagementError {
        ManagementError(.conflict, message, code: code)
    }

    static func tooManyRequests(_ limit: RateLimit) -> ManagementError {
        var error = ManagementError(.tooManyRequests, "Global limit has been reached", code: "too_many_requests")
        error.retryAfter = limit.retryAfter
        error.limit = limit
        return error
    }
}

extension ManagementError {
    init(_ problem: BodyProblem) {
        switch problem {
        case .tooLarge(let limit):
            self.init(.contentTooLarge, "Payload content length greater than maximum allowed: \(limit)")
        case .notJSON(let problem):
            self.init(.badRequest, "Invalid request payload JSON format: \(problem)", code: "invalid_body")
        case .notAnObject: self = .payload("'Expected type object'.")
        case .wrongContentType: self.init(.unsupportedMediaType, "Unsupported Media Type")
        case .badForm(let reason): self = .payload("'\(reason)'.")
        case .connectionLost: self.init(.badRequest, "The payload did not arrive")
        }
    }

    init(_ error: StoreError) {
        switch error {
        case .overloaded, .closed:
            self.init(.serviceUnavailable, "The server is busy. Try again in a moment.")
            retryAfter = .seconds(1)
        case .failed, .newerVersion, .cannotUnseal:
            self.init(
                .internalServerError, "The server failed. Its log says why, under this answer's x-request-id.")
        }
    }
}
