import Identity

/// One POST to somebody else's server.
struct OutboundCall: Sendable {
    let url: GatewayURL
    /// Beside `Host`, `User-Agent` and `Content-Length`.
    let headers: [(String, String)]
    let body: [UInt8]
    /// Judges where the call goes; nil where the URL is the operator's own setting.
    let egress: EgressPolicy?
    /// Whether an answer's body is wanted, by its status. Without it the call is over with the answer's head.
    let wantsBody: @Sendable (_ status: Int) -> Bool
}

/// What a call came to.
enum CallOutcome: Sendable {
    /// The body is nil where it was not wanted, too long or cut short.
    case answered(status: Int, body: [UInt8]?)
    case failed(CallFailure)
}
