import Identity
import Logging
import NIOSSL

/// The server's own certificate and key, and the authorities that may vouch for gateways.
enum TLSChecks {
    /// Most authorities' certificates live 90 days and are renewed a month before the end: what is left when that failed.
    private static let soon = Duration.seconds(14 * 86_400)

    static func finding(_ files: ListenSettings.TLSFiles, now: Timestamp, logger: Logger) -> Finding {
        do throws(CertificateFiles.Problem) {
            _ = try CertificateFiles(certificate: files.certificate, key: files.key, logger: logger)
        } catch {
            return .fail("TLS", error.description, mend: "Let tls_certificate and tls_key name a pair of PEM files.")
        }
        guard let certificate = try? NIOSSLCertificate.fromPEMFile(files.certificate).first else {
            return .fail("TLS", "\(files.certificate) holds no certificate")
        }
        let start = Timestamp(seconds: Int(certificate.notValidBefore))
        let end = Timestamp(seconds: Int(certificate.notValidAfter))
        let mend = "Renew it; a running server takes the new files by itself."
        if now < start { return .fail("TLS", "the certificate is good only from \(start) on", mend: mend) }
        if now >= end { return .fail("TLS", "the certificate has expired, at \(end)", mend: mend) }
        if now + soon >= end { return .warn("TLS", "the certificate expires at \(end)", mend: mend) }
        return .ok("TLS", "certificate and key belong together; the certificate expires at \(end)")
    }

    /// Nil where no file of authorities is set.
    static func authorities(_ path: String?) -> Finding? {
        guard let path else { return nil }
        guard let found = try? NIOSSLCertificate.fromPEMFile(path), !found.isEmpty else {
            return .fail(
                "gateway_ca_file", "\(path) is not a PEM file with certificates",
                mend: "Name the file that holds your authority's certificate.")
        }
        return .ok("gateway_ca_file", "authorities beside the system's: \(found.count)")
    }
}
