import Foundation
import Testing

/// The project's own pages, held to what can be checked.
@Suite struct `The documents` {
    @Test func `name only paths that exist in ARCHITECTURE`() throws {
        let paths = try Document("ARCHITECTURE.md").quotedPaths
        #expect(paths.count > 50)
        #expect(paths.filter { !Repository.has($0) } == [])
    }

    @Test(arguments: try Document.all())
    func `link only to files that exist`(document: Document) {
        #expect(document.relativeLinks.filter { !document.reaches($0) } == [])
    }

    @Test func `give the same commands in English and in Japanese`() throws {
        let english = try Document("README.md").commands
        #expect(!english.isEmpty)
        #expect(english == (try Document("README.ja.md").commands))
    }

    @Test(arguments: ["README.md", "README.ja.md", "docs/operations.md", "docs/gateways.md"])
    func `call only make targets that exist`(path: String) throws {
        let makefile = try Document("Makefile").text
        let targets = try Document(path).text.matches(of: /\bmake ([a-z0-9-]+)`/).map { String($0.1) }
        #expect(targets.filter { !makefile.contains("\n\($0):") } == [])
    }
}

/// The folder that holds the package.
private enum Repository {
    static let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path(percentEncoded: false)

    static func has(_ relative: String) -> Bool { FileManager.default.fileExists(atPath: path + "/" + relative) }
}

/// A text of the repository, by its path from there.
struct Document: Sendable, CustomTestStringConvertible {
    let path: String
    let text: String

    init(_ path: String) throws {
        self.path = path
        text = try String(contentsOfFile: Repository.path + "/" + path, encoding: .utf8)
    }

    var testDescription: String { path }

    /// Every Markdown page, except in folders that are built or hidden.
    static func all() throws -> [Document] {
        let top = try FileManager.default.contentsOfDirectory(atPath: Repository.path).filter { !$0.hasPrefix(".") }
        let folders = ["Sources", "Tests", "docs"].flatMap { folder in
            (FileManager.default.enumerator(atPath: Repository.path + "/" + folder)?.allObjects ?? [])
                .compactMap { $0 as? String }.map { folder + "/" + $0 }
        }
        return try (top + folders).filter { $0.hasSuffix(".md") }.sorted().map(Document.init)
    }

    /// What stands in backticks and looks like a path from the repository's root: it has a slash or a known ending, and does
    /// not begin with the slash of a URL.
    var quotedPaths: [String] {
        withoutFences.matches(of: /`([A-Za-z0-9._+\/-]+)`/).map { String($0.1) }.filter { quoted in
            !quoted.hasPrefix("/") && (quoted.contains("/") || quoted.hasSuffix(".swift") || quoted.hasSuffix(".md"))
        }
    }

    /// Link targets that are neither URLs, nor places on the same page, nor DocC's symbols.
    var relativeLinks: [String] {
        withoutFences.matches(of: /\]\(([^)\s]+)\)/).map { String($0.1) }
            .filter { !$0.contains("://") && !$0.hasPrefix("#") && !$0.hasPrefix("mailto:") && !$0.hasPrefix("doc:") }
    }

    /// Whether a relative link leads to a file, whatever place in it is meant.
    func reaches(_ link: String) -> Bool {
        let folder = (path as NSString).deletingLastPathComponent
        let target = link.prefix { $0 != "#" }
        return Repository.has(folder.isEmpty ? String(target) : "\(folder)/\(target)")
    }

    /// The lines of all fenced shell blocks, without comments.
    var commands: [String] {
        lines.filter { $0.fence == "sh" && !$0.text.hasPrefix("#") && !$0.text.isEmpty }.map { String($0.text) }
    }

    private var withoutFences: String { lines.filter { $0.fence == nil }.map(\.text).joined(separator: "\n") }

    /// Each line, with the language of the fenced block that it is in; the fences themselves are left out.
    private var lines: [(text: Substring, fence: Substring?)] {
        var lines: [(text: Substring, fence: Substring?)] = []
        var fence: Substring?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") {
                fence = fence == nil ? line.dropFirst(3) : nil
            } else {
                lines.append((line, fence))
            }
        }
        return lines
    }
}
