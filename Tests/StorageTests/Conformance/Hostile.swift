/// Texts that are hard on statements, on JSON and on readers who cut at a sign.
enum Hostile {
    static let texts = [
        "", " ", "'; DROP TABLE sessions; --", "\"}],\"x\":[{", "\\u0041\\", "a\u{1F}b\n\r\tc", "?1 ? $1 :a",
        "ünï 🛒 \u{202E}",
        "null", "%_*", String(repeating: "x", count: 5_000),
    ]
}
