import AsyncHTTPClient
import Identity
import NIOCore
import NIOHTTP1

/// Calls out: name → addresses → judgement → connection → answer, all of it under one deadline.
struct Outbound: Sendable {
    let clients: HTTPClients
    let names: NameCache
    let draining = Draining()
    /// From the look-up to the answer's head, however slowly the head drips.
    let deadline: Duration

    func post(_ call: OutboundCall) async -> CallOutcome {
        let end = NIODeadline.now() + TimeAmount(deadline)
        do throws(CallFailure) {
            let (first, second) = try await candidates(for: call, before: end)
            do throws(CallFailure) {
                return try await post(call, to: first, before: end)
            } catch {
                guard error.allowsAnotherTry else { throw error }
                return try await post(call, to: second ?? first, before: end)
            }
        } catch {
            return .failed(error)
        }
    }

    /// The address to call and, where there is one, another to try; the other family's, if possible, because a machine
    /// may have no way into one of the two. All addresses of the name were judged, not only these.
    private func candidates(
        for call: OutboundCall, before end: NIODeadline
    ) async throws(CallFailure) -> (first: IPAddress, second: IPAddress?) {
        switch call.url.host {
        case .address(let address):
            try judge(address, of: call)
            return (address, nil)
        case .name(let name):
            let addresses = try await names.addresses(of: name, before: end)
            for address in addresses { try judge(address, of: call) }
            guard let first = addresses.first else { throw .unresolved(code: "ENOTFOUND") }
            return (first, addresses.first { $0.family != first.family } ?? addresses.first { $0 != first })
        }
    }

    private func judge(_ address: IPAddress, of call: OutboundCall) throws(CallFailure) {
        guard let egress = call.egress, case .refused(let reason) = egress.verdict(on: address, port: call.url.port)
        else { return }
        throw .forbidden(
            "\(call.url.authority) leads to \(address), where gateways may not be. \(reason) "
                + "WATCHWORD_EGRESS_ALLOW allows networks, though never this server's own listeners.")
    }

    private func post(
        _ call: OutboundCall, to address: IPAddress, before end: NIODeadline
    ) async throws(CallFailure) -> CallOutcome {
        let lease = try clients.lease(call.url, at: address)
        defer { lease.client.letGo() }
        let body = WatchedBody(call.body)
        var request = lease.request
        for (name, value) in call.headers { request.headers.add(name: name, value: value) }
        request.body = body.body
        do {
            let response = try await lease.client.http.execute(request, deadline: end)
            let status = Int(response.status.code)
            if call.wantsBody(status) {
                return .answered(status: status, body: await response.body.bytes(before: end))
            }
            draining.drain(response.body)
            return .answered(status: status, body: nil)
        } catch {
            throw CallFailure(error, sent: body.wasTaken, late: NIODeadline.now() >= end)
        }
    }
}
