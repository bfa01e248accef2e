import Foundation

/// Writes what was measured into docs/performance.md, and its plots beside it.
struct DocumentRole {
    private let folder: String
    private let path: String

    /// `[RESULTS-FOLDER [DOCUMENT]]`
    init(arguments: ArraySlice<String>) {
        let arguments = Array(arguments)
        folder = arguments.first ?? ".build-bench/results"
        path = arguments.count > 1 ? arguments[1] : "docs/performance.md"
    }

    func run() throws {
        let measured = MeasuredRuns(folder: folder)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let filled = try MarkedText(text).filled { marker in Blocks.text(for: marker, measured) }
        try Data(filled.utf8).write(to: URL(fileURLWithPath: path))
        let plots = "\(path.hasSuffix(".md") ? String(path.dropLast(3)) : path)"
        try FileManager.default.createDirectory(atPath: plots, withIntermediateDirectories: true)
        for (name, plot) in Plots.all(of: measured) {
            try Data(plot.utf8).write(to: URL(fileURLWithPath: "\(plots)/\(name).svg"))
            progress("\(plots)/\(name).svg")
        }
        progress(path)
    }
}

/// Text with places that are filled in: what stands between `<!-- bench: NAME -->` and `<!-- end -->`.
struct MarkedText {
    private let text: String

    init(_ text: String) { self.text = text }

    private static let start = "<!-- bench: "
    private static let end = "<!-- end -->"

    /// - Parameter block: the text for a marker's name; nil leaves what is there.
    func filled(_ block: (String) throws -> String?) throws -> String {
        var lines: [Substring] = []
        var marker: (name: String, old: [Substring])?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if let open = marker {
                guard line == MarkedText.end else {
                    marker?.old.append(line)
                    continue
                }
                let new = try block(open.name).map {
                    "\n\($0)\n".split(separator: "\n", omittingEmptySubsequences: false)
                }
                lines += (new ?? open.old) + [line]
                marker = nil
            } else {
                lines.append(line)
                guard line.hasPrefix(MarkedText.start), line.hasSuffix(" -->") else { continue }
                marker = (String(line.dropFirst(MarkedText.start.count).dropLast(4)), [])
            }
        }
        if let marker { throw RunFailure("the block \(marker.name) has no end") }
        return lines.joined(separator: "\n")
    }
}
