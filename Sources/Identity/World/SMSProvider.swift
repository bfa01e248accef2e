/// One message on its way to a phone.
package struct SMSMessage: Sendable {
    /// Stable over everything that happens to this message.
    package let id: String
    package let recipient: PhoneNumber
    package let body: String
    /// `options.from`, whatever it is.
    package let sender: String?
    /// Who asked for the code, when the connection forwards it.
    package let caller: Caller?
    /// The header `traceparent` that goes with it, where the login is part of a trace (W3C Trace Context).
    package var traceParent: String?

    package init(id: String, recipient: PhoneNumber, body: String, sender: String?, caller: Caller?) {
        self.id = id
        self.recipient = recipient
        self.body = body
        self.sender = sender
        self.caller = caller
    }
}

/// What became of a message.
package enum Delivery: Sendable, Equatable {
    /// The provider took it.
    case accepted
    /// The provider definitely did not take it.
    case refused(DeliveryProblem)
    /// Nobody knows: it may have arrived.
    case unknown(DeliveryProblem)
}

/// Why a message was not taken, for two readers.
package struct DeliveryProblem: Sendable, Equatable {
    /// The `error_description` of the answer (contract section 1, rows 22 to 25).
    package let forCaller: String
    /// What happened, for the operator's log.
    package let forOperator: String

    package init(forCaller: String, forOperator: String? = nil) {
        self.forCaller = forCaller
        self.forOperator = forOperator ?? forCaller
    }
}

/// Carries messages to phones.
package protocol SMSProvider: Sendable {
    /// Takes one of the places for messages under way; false when all are taken.
    func reservePlace() -> Bool
    /// Gives a place back.
    func releasePlace()
    /// Sends one message and waits for the provider's word, no longer than the deadline.
    func send(_ message: SMSMessage, through provider: SMSOptions.Provider) async -> Delivery
}
