import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOSSL

extension CallFailure {
    /// What an error of the HTTP client means.
    /// - Parameters:
    ///   - sent: whether the request's head had left when it happened.
    ///   - late: whether the deadline had passed. The client then reports whatever kept it waiting, even an older failure.
    init(_ error: any Error, sent: Bool, late: Bool) {
        if late || Self.isTimeout(error) {
            self = sent ? .slowAnswer : .slowConnection
        } else if let error = error as? HTTPParserError, error != .invalidEOFState {
            self = .malformed(code: error.code)
        } else if let detail = Self.handshakeDetail(error), !sent {
            self = .handshakeFailed(detail)
        } else if !sent, Self.isOurs(error) {
            self = .closed
        } else {
            let code = (error as? IOError).map { errorName($0.errnoCode) } ?? "ECONNRESET"
            self = sent ? .lost(code: code) : .unconnected(code: code)
        }
    }

    private static func isTimeout(_ error: any Error) -> Bool {
        if let error = error as? HTTPClientError {
            return [.deadlineExceeded, .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout]
                .contains(error)
        }
        if case ChannelError.connectTimeout = error { return true }
        return (error as? IOError)?.errnoCode == ETIMEDOUT
    }

    /// Whether this side gave up: the client is shutting down, or nobody waits for the answer any more.
    private static func isOurs(_ error: any Error) -> Bool {
        if let error = error as? HTTPClientError { return [.alreadyShutdown, .cancelled].contains(error) }
        return error is CancellationError
    }

    /// What went wrong with TLS, in the words of its library; nil where it was something else.
    private static func handshakeDetail(_ error: any Error) -> String? {
        switch error {
        case NIOSSLError.handshakeFailed(.sslError(let stack)), NIOSSLError.handshakeFailed(.unknownError(let stack)):
            stack.first.map(reason) ?? "no reason is known"
        case let error as NIOSSLError: "\(error)"
        case let error as NIOSSLExtraError:
            error == .failedToValidateHostname ? "the certificate is for another name" : error.description
        case is BoringSSLError: "\(error)"
        default: nil
        }
    }

    /// BoringSSL says `error:…:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED at <file>:<line>`.
    private static func reason(_ error: BoringSSLInternalError) -> String {
        if error == .eofDuringHandshake { return "the server closed the connection" }
        let text = error.description
        guard let marker = text.firstRange(of: "OPENSSL_internal:") else { return text }
        return String(text[marker.upperBound...].prefix { $0 != " " })
    }
}

/// The symbolic name of an error number, for the ones that a connection can meet.
private func errorName(_ number: CInt) -> String {
    switch number {
    case ECONNREFUSED: "ECONNREFUSED"
    case ECONNRESET: "ECONNRESET"
    case ECONNABORTED: "ECONNABORTED"
    case EPIPE: "EPIPE"
    case EHOSTUNREACH: "EHOSTUNREACH"
    case EHOSTDOWN: "EHOSTDOWN"
    case ENETUNREACH: "ENETUNREACH"
    case ENETDOWN: "ENETDOWN"
    case EADDRNOTAVAIL: "EADDRNOTAVAIL"
    case EACCES: "EACCES"
    case EPERM: "EPERM"
    case EINVAL: "EINVAL"
    case EMFILE: "EMFILE"
    case ENFILE: "ENFILE"
    case ENOBUFS: "ENOBUFS"
    case ENOMEM: "ENOMEM"
    default: "errno \(number)"
    }
}

extension HTTPParserError {
    /// The name that Node's parser has for it.
    fileprivate var code: String {
        switch self {
        case .invalidConstant: "HPE_INVALID_CONSTANT"
        case .invalidVersion: "HPE_INVALID_VERSION"
        case .invalidStatus: "HPE_INVALID_STATUS"
        case .invalidHeaderToken, .invalidCharactersUsed: "HPE_INVALID_HEADER_TOKEN"
        case .invalidContentLength: "HPE_INVALID_CONTENT_LENGTH"
        case .unexpectedContentLength: "HPE_UNEXPECTED_CONTENT_LENGTH"
        case .headerOverflow: "HPE_HEADER_OVERFLOW"
        case .lfExpected: "HPE_LF_EXPECTED"
        case .closedConnection: "HPE_CLOSED_CONNECTION"
        default: "HPE_UNKNOWN"
        }
    }
}
