import CoreMetrics
import Identity
import Tracing

/// Counts how logins go, and makes the start of a login and the tries of its code one trace.
struct WatchedLogins: LoginWatch {
    private let starts: [StartResult: Counter]
    private let tries: [TrialResult: Counter]
    private let addressAllowed: Counter
    private let addressRefused: Counter
    private let numberAllowed: Counter
    private let numberRefused: Counter
    private let guessesRefused: Counter
    private let guessesAllowed: Counter

    init(_ factory: any MetricsFactory) {
        func counter(_ name: String, _ dimensions: [(String, String)]) -> Counter {
            Counter(label: name, dimensions: dimensions, factory: factory)
        }
        func decision(_ limit: String, _ decision: String) -> Counter {
            counter("watchword_limit_decisions_total", [("limit", limit), ("decision", decision)])
        }
        starts = Dictionary(
            uniqueKeysWithValues: StartResult.allCases.map {
                ($0, counter("watchword_login_starts_total", [("result", $0.rawValue)]))
            })
        tries = Dictionary(
            uniqueKeysWithValues: TrialResult.allCases.map {
                ($0, counter("watchword_login_tries_total", [("result", $0.rawValue)]))
            })
        addressAllowed = decision("address", "allowed")
        addressRefused = decision("address", "refused")
        numberAllowed = decision("number", "allowed")
        numberRefused = decision("number", "refused")
        guessesAllowed = decision("guesses", "allowed")
        guessesRefused = decision("guesses", "refused")
    }

    /// Where the start stands in its trace, if that is exported.
    func mark() -> String? {
        guard let span = InstrumentationContext.current?.traceSpan else { return nil }
        let position = span.position
        return position.isSampled ? TraceMark.text(of: position) : nil
    }

    func started(_ result: StartResult, isAddressCounted: Bool) {
        starts[result]?.increment()
        if isAddressCounted { addressAllowed.increment() }
        switch result {
        case .addressLimited: addressRefused.increment()
        case .numberLimited: numberRefused.increment()
        case .sent, .refused, .unsure, .withheld: numberAllowed.increment()
        case .connectionDisabled, .signupDisabled, .overloaded: break
        }
    }

    func tried(_ result: TrialResult, mark: Substring?) {
        tries[result]?.increment()
        (result == .waiting ? guessesRefused : guessesAllowed).increment()
        guard let mark, let span = InstrumentationContext.current?.traceSpan,
            let start = TraceMark.position(from: mark)
        else { return }
        span.trace.join(start)
    }
}
