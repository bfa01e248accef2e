import Foundation
import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle
import Synchronization

/// The server's certificate and key, read again when the files change: a renewed certificate needs no restart.
final class CertificateFiles: Service {
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    private let certificatePath: String
    private let keyPath: String
    private let logger: Logger
    private let current: Mutex<NIOSSLContextConfigurationOverride>

    /// Reads the files for the first time; a certificate or key that cannot be used stops the start.
    init(certificate: String, key: String, logger: Logger) throws(Problem) {
        certificatePath = certificate
        keyPath = key
        self.logger = logger
        current = Mutex(try CertificateFiles.read(certificate: certificate, key: key))
    }

    /// TLS 1.2 and newer, with whatever certificate is current at each handshake.
    func configuration() -> TLSConfiguration {
        let (chain, key) = current.withLock { ($0.certificateChain ?? [], $0.privateKey) }
        guard let key else { preconditionFailure("a certificate was read without its key") }
        var configuration = TLSConfiguration.makeServerConfiguration(certificateChain: chain, privateKey: key)
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        configuration.sslContextCallback = { [self] _, promise in promise.succeed(current.withLock { $0 }) }
        return configuration
    }

    /// Looks at the files every few seconds.
    func run() async throws {
        try? await cancelWhenGracefulShutdown { [self] in
            var seen = stamps()
            while true {
                try await Task.sleep(for: .seconds(5))
                let now = stamps()
                guard now != seen else { continue }
                do throws(Problem) {
                    let fresh = try CertificateFiles.read(certificate: certificatePath, key: keyPath)
                    current.withLock { $0 = fresh }
                    seen = now
                    logger.notice("the TLS certificate was read anew", metadata: ["file": "\(certificatePath)"])
                } catch {
                    // Half of a pair may have been replaced: the old pair serves on, and both files are looked at again.
                    logger.error(
                        "the changed TLS files cannot be used, the old ones stay in use",
                        metadata: ["reason": "\(error.description)"])
                }
            }
        }
    }

    private func stamps() -> [Date?] {
        [certificatePath, keyPath].map {
            (try? FileManager.default.attributesOfItem(atPath: $0))?[.modificationDate] as? Date
        }
    }

    private static func read(
        certificate: String, key: String
    ) throws(Problem) -> NIOSSLContextConfigurationOverride {
        var read = NIOSSLContextConfigurationOverride()
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(certificate)
            guard !chain.isEmpty else { throw Problem(description: "\(certificate) holds no certificate") }
            read.certificateChain = chain.map { .certificate($0) }
        } catch let problem as Problem { throw problem } catch {
            throw Problem(description: "\(certificate) is not a PEM file with a certificate: \(error)")
        }
        do { read.privateKey = .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)) } catch {
            throw Problem(description: "\(key) is not a PEM file with a private key: \(error)")
        }
        try check(read)
        return read
    }

    /// Whether the key belongs to the certificate.
    private static func check(_ pair: NIOSSLContextConfigurationOverride) throws(Problem) {
        guard let chain = pair.certificateChain, let key = pair.privateKey else { return }
        do {
            _ = try NIOSSLContext(
                configuration: .makeServerConfiguration(certificateChain: chain, privateKey: key))
        } catch { throw Problem(description: "the TLS certificate and key do not belong together: \(error)") }
    }
}
