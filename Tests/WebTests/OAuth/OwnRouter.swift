import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import Logging
import NIOCore
import Web

extension WebServices {
    /// The same services with a limit at the token endpoint.
    func with(tokenLimit: AddressRateLimit) -> WebServices {
        WebServices(
            authorization: authorization, exchange: exchange, authenticate: authenticate, directory: directory,
            proxies: proxies, readiness: readiness, managementLimit: managementLimit, tokenLimit: tokenLimit)
    }
}

extension TestAnswer {
    /// One request to a router that a test made itself.
    static func of(
        _ router: Router<WebContext>, _ method: HTTPRequest.Method, _ path: String, json: JSON
    ) async throws -> TestAnswer {
        try await Application(router: router, logger: .quiet).test(.router) { client in
            let response = try await client.execute(
                uri: path, method: method, headers: [.contentType: "application/json"],
                body: ByteBuffer(bytes: json.serialized()))
            return TestAnswer(
                status: response.status.code, headers: response.headers, body: Array(response.body.readableBytesView))
        }
    }
}
