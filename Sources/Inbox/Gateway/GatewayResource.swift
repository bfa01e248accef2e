import Foundation
import GatewayKit
import HTTPTypes
import Hummingbird
import NIOCore

/// `POST /sms`: the gateway itself.
///
/// A strict gateway's order: check the token, read the message (64 KiB at most), "deliver" it. Whatever arrives is shown,
/// what was refused too. A misbehaving number receives its message all the same, and at once: the
/// phone rings, and then the gateway fails, which is the harder case for the caller.
struct GatewayResource: Sendable {
    let verifier: GatewayVerifier?
    let box: MessageBox
    let numbers: MisbehavingNumbers
    let pace: InboxApplication.Pace
    let now: @Sendable () -> Date

    @Sendable func receive(_ request: Request, context: InboxContext) async throws -> Response {
        let header = request.headers[.authorization]
        let tokenRefusal = await check(header)
        let (message, messageRefusal) = try await read(request.body)

        let refusal = tokenRefusal ?? messageRefusal
        let behaviour = refusal == nil ? message.flatMap { numbers[$0.recipient] } : nil
        box.add(
            .init(
                receivedAt: now(), message: message,
                token: TokenReport(header: header, refusal: tokenRefusal, checked: verifier != nil),
                messageID: HTTPField.Name(GatewayMessage.idHeader).flatMap { request.headers[$0] },
                refusal: refusal?.description,
                answer: refusal.map { String($0.status) } ?? behaviour?.ending.description ?? "200"))

        if let refusal { throw Self.answer(to: refusal) }
        if let behaviour { return try await behaviour.carryOut(on: context.channel, pace: pace) }
        return Response(status: .ok)
    }

    /// The message, or why there is none.
    private func read(_ body: RequestBody) async throws -> (GatewayMessage?, GatewayError?) {
        do {
            let bytes = try await body.collect(upTo: GatewayMessage.maximumBytes)
            return (try GatewayMessage(json: bytes.readableBytesView), nil)
        } catch is NIOTooManyBytesError {
            return (nil, .tooLarge)
        } catch let error as GatewayError {
            return (nil, error)
        }
    }

    /// Why the caller is not believed; `nil` when he is, or when nobody asks.
    private func check(_ header: String?) async -> GatewayError? {
        guard let verifier else { return nil }
        do {
            _ = try await verifier.verify(authorizationHeader: header, at: now())
            return nil
        } catch {
            return error
        }
    }

    private static func answer(to refusal: GatewayError) -> InboxError {
        InboxError(
            status: .init(code: refusal.status), code: refusal.code, message: refusal.description,
            headers: refusal.status == 401 ? [.wwwAuthenticate: "Bearer error=\"invalid_token\""] : [:])
    }
}
