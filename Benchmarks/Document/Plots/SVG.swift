import Foundation

/// A drawing, small and plain; light or dark as the reader's page is.
struct SVG {
    let width: Double
    let height: Double
    private var body: [String] = []

    init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    /// How text stands to its point.
    enum Anchor: String { case start, middle, end }

    mutating func text(
        _ text: String, x: Double, y: Double, anchor: Anchor = .start, style: String = "t", turned: Bool = false
    ) {
        let turn = turned ? " transform=\"rotate(-90 \(x.px) \(y.px))\"" : ""
        body.append(
            "<text class=\"\(style)\" x=\"\(x.px)\" y=\"\(y.px)\" text-anchor=\"\(anchor.rawValue)\"\(turn)>\(SVG.escaped(text))</text>"
        )
    }

    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, style: String) {
        body.append(
            "<line class=\"\(style)\" x1=\"\(x1.px)\" y1=\"\(y1.px)\" x2=\"\(x2.px)\" y2=\"\(y2.px)\"/>")
    }

    mutating func rectangle(x: Double, y: Double, width: Double, height: Double, style: String) {
        body.append(
            "<rect class=\"\(style)\" x=\"\(x.px)\" y=\"\(y.px)\" width=\"\(max(0, width).px)\" height=\"\(height.px)\"/>"
        )
    }

    mutating func path(_ points: [(x: Double, y: Double)], style: String) {
        guard points.count > 1 else { return }
        let text = points.map { "\($0.x.px),\($0.y.px)" }.joined(separator: " ")
        body.append("<polyline class=\"\(style)\" points=\"\(text)\"/>")
    }

    mutating func dot(x: Double, y: Double, style: String) {
        body.append("<circle class=\"\(style)\" cx=\"\(x.px)\" cy=\"\(y.px)\" r=\"3\"/>")
    }

    var document: String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width.px) \(height.px)" width="\(width.px)" height="\(height.px)">
        <style>\(SVG.style)</style>
        <rect class="b" width="\(width.px)" height="\(height.px)" rx="6"/>
        \(body.joined(separator: "\n"))
        </svg>

        """
    }

    /// Fills `f0` to `f5` and lines `l0` to `l5` have the same colours, which people who see few colours tell apart, too.
    private static let style: String = {
        let light = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#a07400", "#777777"]
        let dark = ["#56b4e9", "#ff8b3d", "#2fc79a", "#e6a1c8", "#e5c04b", "#a8a8a8"]
        func series(_ colours: [String]) -> String {
            colours.enumerated().map { ".f\($0){fill:\($1)}.l\($0){stroke:\($1)}" }.joined()
        }
        func lines(_ count: Int) -> String { (0..<count).map { ".l\($0)" }.joined(separator: ",") }
        return
            ".b{fill:#ffffff;stroke:#d0d7de}text{font:12px system-ui,sans-serif}.t{fill:#24292f}.s{fill:#57606a;font-size:11px}"
            + ".h{fill:#24292f;font-size:14px;font-weight:600}.g{stroke:#d8dee4}.a{stroke:#57606a}"
            + "\(lines(light.count)){fill:none;stroke-width:2;stroke-linejoin:round}.d{stroke-dasharray:6 4}\(series(light))"
            + "@media(prefers-color-scheme:dark){.b{fill:#0d1117;stroke:#30363d}.t,.h{fill:#e6edf3}.s{fill:#9198a1}"
            + ".g{stroke:#262c36}.a{stroke:#9198a1}\(series(dark))}"
    }()

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.append(character)
            }
        }
    }
}

extension Double {
    /// A tenth of a pixel is enough.
    fileprivate var px: String {
        let rounded = (self * 10).rounded() / 10
        return rounded == rounded.rounded() ? String(Int(rounded)) : String(format: "%.1f", rounded)
    }
}

/// Where values stand on an axis.
struct Scale {
    let range: ClosedRange<Double>
    /// Pixels of the range's ends.
    let from: Double
    let to: Double
    var isLogarithmic = false

    subscript(value: Double) -> Double {
        let value = min(max(value, range.lowerBound), range.upperBound)
        let share =
            isLogarithmic
            ? log(value / range.lowerBound) / log(range.upperBound / range.lowerBound)
            : (value - range.lowerBound) / (range.upperBound - range.lowerBound)
        return from + share * (to - from)
    }

    /// 1, 2 and 5 of each decade within a logarithmic range; 1 alone where it spans more than three decades.
    var decadeTicks: [Double] {
        let steps: [Double] = range.upperBound / range.lowerBound > 1_000 ? [1] : [1, 2, 5]
        let decades = Int(log10(range.lowerBound).rounded(.down))...Int(log10(range.upperBound).rounded(.up))
        return decades.flatMap { decade in steps.map { $0 * pow(10, Double(decade)) } }.filter {
            $0 >= range.lowerBound * 0.999 && $0 <= range.upperBound * 1.001
        }
    }

    /// Some five round steps of a linear range that begins at 0.
    var evenTicks: [Double] {
        let rough = range.upperBound / 5
        let decade = pow(10, log10(rough).rounded(.down))
        let step = ([1, 2, 5, 10].first { $0 * decade >= rough } ?? 10) * decade
        return Array(Swift.stride(from: 0, through: range.upperBound, by: step))
    }
}
