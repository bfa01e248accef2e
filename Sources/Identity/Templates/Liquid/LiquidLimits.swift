/// What a template may cost. The people who write templates are not those who run the server.
enum LiquidLimits {
    /// Tags inside tags, and lookups inside lookups: rendering is recursive and must not exhaust the stack.
    static let nesting = 50
    /// The longest text a filter may make, in bytes of UTF-8; the rest is dropped. Far above any message, far below
    /// what doubling in a few dozen filters could reach.
    static let textBytes = 65_536
    /// Bytes that filters and comparisons may handle in one rendering; after that filters yield nil and comparisons
    /// are false. A template of everyday filters needs a few hundred.
    static let work = 1_048_576
}
