import Foundation
import HTTPTypes
import Hummingbird

/// `/api/numbers`: which numbers misbehave, and how.
struct NumbersResource: Sendable {
    let numbers: MisbehavingNumbers

    /// `GET /api/numbers`: a JSON array, sorted by number.
    @Sendable func list(_ request: Request, context: InboxContext) async throws -> Response {
        try JSONAnswer.response(numbers.all.map(Entry.init))
    }

    /// `PUT /api/numbers/{number}`: replaces what was said about the number. 200 with the entry.
    @Sendable func set(_ request: Request, context: InboxContext) async throws -> Response {
        try OwnPageOnly.requireJSON(request)
        let number = try Self.number(context)
        let body = try await request.body.collect(upTo: 4_096)
        let behaviour: Misbehaviour
        do {
            behaviour = try JSONDecoder().decode(Misbehaviour.self, from: Data(body.readableBytesView))
        } catch let error as InboxError {
            throw error
        } catch {
            throw InboxError.badRequest("The body is not JSON.")
        }
        guard numbers.set(behaviour, for: number) else {
            throw InboxError(
                status: .conflict, code: "too_many_numbers",
                message: "\(MisbehavingNumbers.limit) numbers misbehave already; delete some first.")
        }
        return try JSONAnswer.response(Entry(number: number, behaviour: behaviour))
    }

    /// `DELETE /api/numbers/{number}`: the number behaves again. 204, also when it did before.
    @Sendable func clear(_ request: Request, context: InboxContext) async throws -> Response {
        numbers.clear(try Self.number(context))
        return Response(status: .noContent)
    }

    /// The number in the path, with `+` as itself or as `%2B`.
    private static func number(_ context: InboxContext) throws -> String {
        let text = try context.parameters.require("number").removingPercentEncoding ?? ""
        guard text.wholeMatch(of: /\+[0-9]{1,15}/) != nil else {
            throw InboxError.badRequest("The number must be + and 1 to 15 digits, for instance +15551234567.")
        }
        return text
    }

    /// What `PUT` takes, with the number.
    private struct Entry: Encodable {
        let number: String
        let status: Int?
        let delay_ms: Int?
        let drip: Bool?
        let reset: Bool?

        init(number: String, behaviour: Misbehaviour) {
            self.number = number
            delay_ms = behaviour.delayMilliseconds > 0 ? behaviour.delayMilliseconds : nil
            if case .status(let code) = behaviour.ending { status = code } else { status = nil }
            drip = behaviour.ending == .drip ? true : nil
            reset = behaviour.ending == .reset ? true : nil
        }
    }
}
