import Foundation
import HTTPTypes
import Hummingbird

/// A refusal, answered as `{"error": "<word for programs>", "message": "<sentence for people>"}`.
struct InboxError: HTTPResponseError {
    let status: HTTPResponse.Status
    let code: String
    let message: String
    var headers: HTTPFields = [:]

    /// 400: the request cannot be understood.
    static func badRequest(_ message: String) -> InboxError {
        InboxError(status: .badRequest, code: "bad_request", message: message)
    }

    private struct Body: Encodable {
        let error: String
        let message: String
    }

    func response(from request: Request, context: some RequestContext) throws -> Response {
        var response = try JSONAnswer.response(Body(error: code, message: message), status: status)
        for field in headers { response.headers.append(field) }
        return response
    }
}
