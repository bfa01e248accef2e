import Foundation

/// The databases of one PostgreSQL, one a product.
struct PeerDatabases: Sendable {
    private let parts: URLComponents

    init(_ url: String) throws {
        guard let parts = URLComponents(string: url), parts.host != nil else {
            throw RunFailure("the database's URL cannot be read")
        }
        self.parts = parts
    }

    /// The URL of one of them, without parameters.
    /// - Parameter scheme: `postgresql`, or as SQLAlchemy names the library too.
    func url(of name: String, scheme: String = "postgresql") throws -> String {
        var parts = parts
        (parts.scheme, parts.path, parts.query) = (scheme, "/\(name)", nil)
        guard let url = parts.string else { throw RunFailure("the database's URL cannot be changed") }
        return url
    }
}
