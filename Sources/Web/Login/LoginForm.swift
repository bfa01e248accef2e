import Hummingbird
import Identity

/// What the hosted pages' forms and addresses bring.
struct LoginForm: Sendable {
    private let fields: JSONObject

    /// A form with a visit in it is larger than other bodies.
    private static let limit = 64 * 1_024

    /// Reads the query of a GET or the form of a POST; nil where it cannot be read.
    init?(_ request: Request) async {
        if request.method == .post {
            guard (request.headers[.contentType] ?? "").lowercased().hasPrefix("application/x-www-form-urlencoded"),
                let fields = try? await RequestBody.parameters(request, limit: LoginForm.limit)
            else { return nil }
            self.fields = fields
        } else {
            let query = Array((request.uri.query ?? "").utf8)
            guard query.count <= LoginForm.limit, let fields = try? FormBody.parse(query) else { return nil }
            self.fields = fields
        }
    }

    /// A field's text; empty where there is none.
    subscript(name: String) -> String { fields[name]?.string ?? "" }

    /// The digits of a code however it was typed or pasted: blanks and dashes do not count, digits of every script do.
    var code: String {
        String(
            self["code"].unicodeScalars.prefix(64).compactMap { scalar in
                scalar.properties.numericType == .decimal
                    ? scalar.properties.numericValue.map { Character(String(Int($0))) } : nil
            })
    }
}
