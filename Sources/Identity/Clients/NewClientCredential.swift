/// A checked new credential of a client.
package struct NewClientCredential: Sendable {
    /// More keys than a rotation needs; each is tried where an assertion names none.
    package static let mostPerClient = 20

    private let name: String
    private let algorithm: ProofAlgorithm
    private let pem: String
    private let expiresAt: Timestamp?
    /// What assertions call the key.
    package let kid: String

    static let shape = ObjectShape([
        "credential_type": .init(.choice(["public_key"]), required: true, "The type of the credential"),
        "name": .init(.string(max: 128), "A name for people"),
        "pem": .init(.string(min: 1, max: 16_384), required: true, "The public key or certificate, as PEM"),
        "alg": .init(.choice(ProofAlgorithm.ofAssertions.map(\.rawValue)), "The algorithm that the key is for"),
        "parse_expiry_from_cert": .init(.boolean, "Whether the key ends with its certificate"),
        "expires_at": .init(.string(max: 40, format: .dateTime), "When the credential ends"),
        "kid": .init(.string(min: 10, max: 64, format: kidFormat), "The key's id"),
    ])

    private static let kidFormat = TextFormat("kid") { text in
        text.utf8.allSatisfy { $0.isASCIILetterOrDigit || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
    }

    /// Checks the body of `POST /clients/{id}/credentials`.
    package init(_ body: JSON) throws(ShapeProblem) {
        try self.init(checked: try NewClientCredential.shape.check(body), path: "")
    }

    /// Reads an object that has the shape; `path` is where it stands.
    init(checked body: JSONObject, path: String) throws(ShapeProblem) {
        func problem(_ why: String) -> ShapeProblem {
            ShapeProblem(
                why: "The key cannot be used: \(why)", path: path + "pem",
                description: "The public key or certificate, as PEM")
        }
        let file: PublicKeyFile
        do { file = try PublicKeyFile(body["pem"]?.string ?? "") } catch { throw problem(error.reason) }
        guard file.key.isRSA, let pem = file.key.pem else { throw problem("it must be an RSA key") }
        name = body["name"]?.string ?? ""
        algorithm = body["alg"]?.string.flatMap(ProofAlgorithm.init) ?? .rs256
        kid = body["kid"]?.string ?? file.key.thumbprint
        self.pem = pem
        let fromCertificate = body["parse_expiry_from_cert"] == true ? file.expiresAt : nil
        expiresAt = body["expires_at"]?.string.flatMap(Timestamp.init(dateTime:)) ?? fromCertificate
    }

    /// The record.
    package func make(id: String, clientID: String, at time: Timestamp) -> ClientCredential {
        ClientCredential(
            id: id, clientID: clientID, name: name, kid: kid, algorithm: algorithm, pem: pem, expiresAt: expiresAt,
            createdAt: time, updatedAt: time)
    }
}

/// A checked change of a credential: only when it ends can change.
package struct ClientCredentialPatch: Sendable {
    private let expiresAt: Timestamp?

    private static let shape = ObjectShape([
        "expires_at": .init(
            .nullable(.string(max: 40, format: .dateTime)), required: true, "When the credential ends")
    ])

    /// Checks the body of `PATCH /clients/{id}/credentials/{credential_id}`; `null` takes the end away.
    package init(_ body: JSON) throws(ShapeProblem) {
        expiresAt = try ClientCredentialPatch.shape.check(body)["expires_at"]?.string.flatMap(
            Timestamp.init(dateTime:))
    }

    /// The credential with the change made.
    package func apply(to credential: ClientCredential, at time: Timestamp) -> ClientCredential {
        var changed = credential
        changed.expiresAt = expiresAt
        changed.updatedAt = time
        return changed
    }
}

extension TextFormat {
    /// A date with a time and its distance from UTC (RFC 3339 section 5.6).
    fileprivate static let dateTime = TextFormat("date-time") { Timestamp(dateTime: $0) != nil }
}
