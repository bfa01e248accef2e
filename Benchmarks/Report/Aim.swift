import Foundation

/// A number that was to be reached, and whether it was.
struct Aim: Sendable {
    enum Bound: Sendable {
        case atLeast(Double)
        case atMost(Double)
    }

    let title: String
    let value: Double
    let bound: Bound
    let unit: String

    init(_ title: String, _ value: Double, _ bound: Bound, _ unit: String) {
        self.title = title
        self.value = value
        self.bound = bound
        self.unit = unit
    }

    var isHeld: Bool {
        switch bound {
        case .atLeast(let least): value >= least
        case .atMost(let most): value <= most
        }
    }

    /// What was asked for, as text.
    var wanted: String {
        switch bound {
        case .atLeast(let least): "≥ \(least.short) \(unit)"
        case .atMost(let most): "≤ \(most.short) \(unit)"
        }
    }

    /// `held`, or by how much it was missed.
    var verdict: String {
        guard !isHeld else { return "held" }
        return switch bound {
        case .atLeast(let limit), .atMost(let limit): "MISSED by \(abs(value - limit).short) \(unit)"
        }
    }
}

extension Double {
    /// Three digits, as people read numbers.
    var short: String {
        switch abs(self) {
        case 1_000...: String(format: "%.0f", self)
        case 100...: String(format: "%.0f", self)
        case 10...: String(format: "%.1f", self)
        case 0: "0"
        default: String(format: self == rounded() ? "%.0f" : "%.2f", self)
        }
    }
}
