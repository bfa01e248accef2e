import AsyncHTTPClient
import Identity
import NIOCore
import NIOHTTP1
import NIOSSL

/// Whoever listens on the server's port, asked over HTTP as a client of this machine would.
struct RunningServer {
    /// Where to connect: an address of this machine.
    let host: String
    let port: Int
    /// The name that clients call, when the server speaks TLS; the certificate must be good for it.
    let tlsName: String?
    /// How long one answer may take.
    private let patience: TimeAmount

    /// - Parameters:
    ///   - listen: where the server listens; a wildcard is reached over loopback.
    ///   - issuer: the URL that clients call.
    init(listen: ListenSettings, issuer: BaseURL, patience: TimeAmount = .seconds(5)) {
        self.patience = patience
        switch listen.host {
        case "0.0.0.0": host = "127.0.0.1"
        case "::": host = "::1"
        default: host = listen.host
        }
        port = listen.port
        tlsName = listen.tls == nil ? nil : issuer.host
    }

    func findings(_ subject: String, keyIDs: Set<String>?) async -> [Finding] {
        var findings: [Finding] = []
        var answer: Answer?
        do { answer = try await get("readyz", trustsAnyone: false) } catch {
            if tlsName != nil, let trusting = try? await get("readyz", trustsAnyone: true) {
                findings.append(
                    .warn(
                        "TLS",
                        "this machine would not trust the server's certificate for \(tlsName ?? ""): "
                            + RunningServer.reason(error),
                        mend: "Take a certificate for that name from an authority that your clients trust."))
                answer = trusting
            }
        }
        guard let answer, answer.text == "ready\n" || answer.text == "not ready\n" else {
            findings.append(
                .fail(
                    subject, "something that is no Watchword listens there",
                    mend: "Stop it, or set another port. `ss -ltnp` names it."))
            return findings
        }
        guard answer.status == 200 else {
            findings.append(.warn(subject, "a Watchword listens there, and is starting or stopping"))
            return findings
        }
        guard let keyIDs, let published = await publishedKeyIDs(), published.isDisjoint(with: keyIDs) else {
            findings.append(.ok(subject, "a Watchword serves there, and is ready"))
            return findings
        }
        findings.append(
            .warn(
                subject, "a Watchword serves there, with the keys of another store",
                mend: "Look at data and port: the doctor's settings are not that server's."))
        return findings
    }

    /// BoringSSL says `error:…:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED at <file>:<line>`; only the name helps.
    private static func reason(_ error: any Error) -> String {
        let text = "\(error)"
        guard let marker = text.firstRange(of: "OPENSSL_internal:") else { return text }
        return String(text[marker.upperBound...].prefix { $0 != " " })
    }

    private func publishedKeyIDs() async -> Set<String>? {
        guard let answer = try? await get(".well-known/jwks.json", trustsAnyone: true),
            let keys = try? JSON.parse(Array(answer.text.utf8)).object?["keys"]?.array
        else { return nil }
        return Set(keys.compactMap { $0.object?["kid"]?.string })
    }

    private struct Answer {
        let status: Int
        let text: String
    }

    private func get(_ path: String, trustsAnyone: Bool) async throws -> Answer {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow, proxy: nil)
        if let tlsName { configuration.dnsOverride = [tlsName: host] }
        if trustsAnyone {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.certificateVerification = .none
            configuration.tlsConfiguration = tls
        }
        let base = BaseURL(scheme: tlsName == nil ? "http" : "https", host: tlsName ?? host, port: port)
        let client = HTTPClient(configuration: configuration)
        do {
            let response = try await client.execute(
                HTTPClientRequest(url: base.description + path), timeout: patience)
            let body = try await response.body.collect(upTo: 256 * 1_024)
            try await client.shutdown()
            return Answer(status: Int(response.status.code), text: String(buffer: body))
        } catch {
            try? await client.shutdown()
            throw error
        }
    }
}
