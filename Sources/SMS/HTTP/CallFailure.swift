import Identity

/// Why a call has no answer. The codes are the names that Node gives them, because Auth0's texts carry those.
enum CallFailure: Error, Sendable, Equatable {
    /// The egress policy does not allow it; a sentence for the operator.
    case forbidden(String)
    /// The name has no address, or the resolver failed.
    case unresolved(code: String)
    /// No connection, so nothing was sent.
    case unconnected(code: String)
    /// No TLS, so nothing was sent; what was wrong, for the operator.
    case handshakeFailed(String)
    /// The deadline passed while the name was looked up.
    case slowResolver
    /// The deadline passed before the request was seen to leave.
    case slowConnection
    /// The deadline passed after the request was sent.
    case slowAnswer
    /// The connection ended after the request was sent.
    case lost(code: String)
    /// What came back is not HTTP.
    case malformed(code: String)
    /// The URL cannot be called although it is a URL.
    case unusableURL
    /// This server is shutting down.
    case closed

    /// Whether nothing was sent and another try may do better.
    var allowsAnotherTry: Bool {
        if case .unconnected = self { true } else { false }
    }
}

/// Whom a text is about.
enum Callee: String {
    case gateway = "the SMS gateway"
    case twilio = "Twilio"
}

extension CallFailure {
    /// What the failure means for the message, in the words of contract section 1, rows 22 to 26.
    func delivery(calling callee: Callee) -> Delivery {
        let name = callee.rawValue
        switch self {
        case .forbidden(let reason): return refused("Could not reach \(name)", detail: reason)
        case .unresolved(let code), .unconnected(let code): return refused("Could not connect to \(name): \(code)")
        case .handshakeFailed(let detail): return refused("TLS handshake with \(name) failed", detail: detail)
        case .slowResolver:
            return refused("Timeout while calling \(name): ETIMEDOUT", detail: "the look-up of its name took too long")
        case .slowConnection: return unknown("Timeout while calling \(name): ETIMEDOUT")
        case .slowAnswer: return unknown("Timeout while calling \(name): ESOCKETTIMEDOUT")
        case .lost(let code): return unknown("The connection to \(name) was lost: \(code)")
        case .malformed(let code): return unknown("Malformed response while calling \(name): \(code)")
        case .unusableURL: return refused("Could not reach \(name)", detail: "its URL cannot be called")
        case .closed: return refused("Could not reach \(name)", detail: "this server is shutting down")
        }
    }

    private func refused(_ text: String, detail: String? = nil) -> Delivery {
        .refused(DeliveryProblem(forCaller: text, forOperator: detail.map { "\(text): \($0)" }))
    }

    private func unknown(_ text: String) -> Delivery {
        .unknown(DeliveryProblem(forCaller: text))
    }
}
