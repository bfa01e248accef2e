import HTTPTypes
import Identity
import TestSupport
import Testing

// C3.5, C8 (clients/{id}/credentials), C8.9.
@Suite struct `A client's credential over the Management API` {
    private static let path = "clients/admin/credentials"

    private func body(_ members: JSONObject = [:], key: Int = 0) throws -> JSON {
        .object(
            members.filled(from: ["credential_type": "public_key", "pem": .string(try AssertionForge.pem(key))]).filter
            {
                !$1.isNull
            })
    }

    private func id(of answer: TestAnswer) throws -> String { try #require(answer["id"]?.string, "\(answer.text)") }

    @Test func `is made of a public key`() async throws {
        let server = try await TestServer.start()
        let answer = try await server.manage(.post, Self.path, try body(["name": "Web servers"]))
        #expect(answer.status == 201)
        #expect(answer["id"]?.string?.hasPrefix("cred_") == true)
        #expect(answer["id"]?.string?.utf8.count == 27)
        #expect(answer["name"] == "Web servers")
        #expect(answer["alg"] == "RS256")
        #expect(answer["credential_type"] == "public_key")
        #expect(answer["kid"]?.string == (try PublicKeyFile(try AssertionForge.pem())).key.thumbprint)
        #expect(answer["created_at"] == "2025-06-15T12:00:00.000Z")
        #expect(answer["updated_at"] == answer["created_at"])
        #expect(answer["expires_at"] == nil)
        #expect(!answer.text.contains("BEGIN"))
    }

    @Test func `is given back and listed`() async throws {
        let server = try await TestServer.start()
        let first = try await server.manage(.post, Self.path, try body())
        server.clock.advance(by: .seconds(1))
        let second = try await server.manage(.post, Self.path, try body(["alg": "PS256"], key: 1))
        #expect(try await server.manage(.get, "\(Self.path)/\(try id(of: first))").json == first.json)
        #expect(try await server.manage(.get, Self.path).json == .array([first.json, second.json]))
    }

    @Test func `may end with its certificate`() async throws {
        let server = try await TestServer.start()
        let certificate = server.configuration.current.keys.current.key.certificatePEM
        let ends = try await server.manage(
            .post, Self.path, try body(["pem": .string(certificate), "parse_expiry_from_cert": true]))
        #expect(ends["expires_at"] == "2039-06-12T12:00:00.000Z")
        let stays = try await server.manage(
            .post, Self.path, try body(["pem": .string(certificate), "kid": "another-key"]))
        #expect(stays["expires_at"] == nil)
        #expect(stays["kid"] == "another-key")
    }

    @Test func `ends when it is told to`() async throws {
        let server = try await TestServer.start()
        let made = try await server.manage(.post, Self.path, try body(["expires_at": "2025-12-31T23:59:59+09:00"]))
        #expect(made["expires_at"] == "2025-12-31T14:59:59.000Z")
        let path = "\(Self.path)/\(try id(of: made))"
        server.clock.advance(by: .seconds(5))
        let changed = try await server.manage(.patch, path, ["expires_at": "2026-01-01T00:00:00.000Z"])
        #expect(changed.status == 200)
        #expect(changed["expires_at"] == "2026-01-01T00:00:00.000Z")
        #expect(changed["updated_at"] == "2025-06-15T12:00:05.000Z")
        #expect(try await server.manage(.patch, path, ["expires_at": nil])["expires_at"] == nil)
    }

    @Test(
        arguments: [
            [:], ["expires_at": "tomorrow"], ["expires_at": 1], ["expires_at": nil, "name": "New"],
        ] as [JSON])
    func `changes in nothing but its end`(patch: JSON) async throws {
        let server = try await TestServer.start()
        let made = try await server.manage(.post, Self.path, try body())
        let answer = try await server.manage(.patch, "\(Self.path)/\(try id(of: made))", patch)
        #expect(answer.status == 400)
        #expect(answer["errorCode"] == "invalid_body")
    }

    @Test(
        arguments: [
            ["pem": nil], ["pem": "hello"], ["pem": 5], ["credential_type": nil], ["credential_type": "x509_cert"],
            ["alg": "ES256"], ["alg": "HS256"], ["expires_at": "2025-01-01"], ["kid": "short"],
            ["kid": "no spaces in it"],
            ["subject_dn": "CN=x"], ["name": .string(String(repeating: "x", count: 129))],
        ] as [JSONObject])
    func `is refused when it is none`(members: JSONObject) async throws {
        let server = try await TestServer.start()
        let answer = try await server.manage(.post, Self.path, try body(members))
        #expect(answer.status == 400)
        #expect(answer["errorCode"] == "invalid_body")
    }

    @Test func `is refused with a hint when it is the private key`() async throws {
        let server = try await TestServer.start()
        let pem = try AssertionForge.key().pemRepresentation
        let answer = try await server.manage(.post, Self.path, try body(["pem": .string(pem)]))
        #expect(
            answer.message
                == "Payload validation error: 'The key cannot be used: it holds a private key: keep that to yourself and "
                + "send its public key' on property pem (The public key or certificate, as PEM).")
    }

    @Test func `is there once, and twenty times at most`() async throws {
        let server = try await TestServer.start()
        _ = try await server.manage(.post, Self.path, try body())
        let again = try await server.manage(.post, Self.path, try body())
        #expect(again.status == 400)
        #expect(again.message == "Another credential of the client has this kid")
        for number in 2...20 {
            let answer = try await server.manage(.post, Self.path, try body(["kid": .string("key-number-\(number)")]))
            #expect(answer.status == 201)
        }
        let more = try await server.manage(.post, Self.path, try body(["kid": "key-number-21"]))
        #expect(more.message == "A client can have at most 20 credentials: delete one that is no longer in use")
    }

    @Test func `belongs to one client`() async throws {
        let server = try await TestServer.withShop()
        let made = try id(of: try await server.manage(.post, Self.path, try body()))
        #expect(try await server.manage(.get, "clients/shop/credentials").json == [])
        let elsewhere = "clients/shop/credentials/\(made)"
        #expect(try await server.manage(.get, elsewhere).status == 404)
        #expect(try await server.manage(.patch, elsewhere, ["expires_at": nil]).status == 404)
        #expect(try await server.manage(.delete, elsewhere).status == 204)
        #expect(try await server.manage(.get, "\(Self.path)/\(made)").status == 200)
        let named = try await server.manage(
            .patch, "clients/shop",
            ["client_authentication_methods": ["private_key_jwt": ["credentials": [["id": .string(made)]]]]])
        #expect(named.status == 400)
        #expect(named.message?.contains("The client has no credential \(made)") == true)
    }

    @Test func `says what it does not know`() async throws {
        let server = try await TestServer.start()
        for (method, body) in [(HTTPRequest.Method.get, nil), (.patch, ["expires_at": nil])] as [(_, JSON?)] {
            let noCredential = try await server.manage(method, "\(Self.path)/cred_x", body)
            #expect(noCredential.status == 404)
            #expect(noCredential["errorCode"] == "inexistent_credential")
            let noClient = try await server.manage(method, "clients/x/credentials/cred_x", body)
            #expect(noClient["errorCode"] == "inexistent_client")
        }
        #expect(try await server.manage(.get, "clients/x/credentials").status == 404)
        #expect(try await server.manage(.post, "clients/x/credentials", try body()).status == 404)
        #expect(try await server.manage(.delete, "\(Self.path)/cred_x").status == 204)
    }

    @Test func `stays while its client names it`() async throws {
        let server = try await TestServer.withShop()
        let id = try await server.giveKey(to: "shop")
        let refused = try await server.manage(.delete, "clients/shop/credentials/\(id)")
        #expect(refused.status == 400)
        #expect(
            refused.message
                == "The credential is in use: take it out of the client's client_authentication_methods first")
        _ = try await server.manage(.patch, "clients/shop", ["client_authentication_methods": nil])
        #expect(try await server.manage(.delete, "clients/shop/credentials/\(id)").status == 204)
        #expect(try await server.manage(.get, "clients/shop/credentials").json == [])
    }

    @Test func `goes with its client`() async throws {
        let server = try await TestServer.withShop()
        let id = try await server.giveKey(to: "shop")
        _ = try await server.manage(.delete, "clients/shop")
        let left = try await server.store.read { tx throws(StoreError) in try tx.clientCredential(id: id) }
        #expect(left == nil)
    }

    @Test func `leaves a trace of each write`() async throws {
        let server = try await TestServer.start()
        let path = "\(Self.path)/\(try id(of: try await server.manage(.post, Self.path, try body())))"
        _ = try await server.manage(.patch, path, ["expires_at": nil])
        _ = try await server.manage(.delete, path)
        #expect(try await server.eventTypes().filter { $0 == .managementWrite }.count == 3)
    }
}

// C3.5, C8.5.
@Suite struct `A client with keys over the Management API` {
    private static func methods(_ credentials: JSON) -> JSON { ["private_key_jwt": ["credentials": credentials]] }

    @Test func `may be made with them, and names them`() async throws {
        let server = try await TestServer.start()
        let key: JSON = ["credential_type": "public_key", "pem": .string(try AssertionForge.pem()), "name": "First"]
        let answer = try await server.manage(
            .post, "clients", ["name": "Shop", "client_authentication_methods": Self.methods([key])])
        #expect(answer.status == 201)
        #expect(answer["token_endpoint_auth_method"] == .null)
        let id = try #require(answer["client_id"]?.string)
        let credentials = try await server.manage(.get, "clients/\(id)/credentials").json.array ?? []
        #expect(credentials.first?.object?["name"] == "First")
        let credentialID = try #require(credentials.first?.object?["id"])
        #expect(answer["client_authentication_methods"] == Self.methods([["id": credentialID]]))
        #expect(try await server.manage(.get, "clients/\(id)")["token_endpoint_auth_method"] == .null)
    }

    @Test func `says which of its keys is bad`() async throws {
        let server = try await TestServer.start()
        let good: JSON = ["credential_type": "public_key", "pem": .string(try AssertionForge.pem())]
        for (bad, place) in [
            (["credential_type": "public_key", "pem": "x"], "credentials[1].pem"), (good, "credentials[1].kid"),
        ] as [(JSON, String)] {
            let answer = try await server.manage(
                .post, "clients", ["name": "Shop", "client_authentication_methods": Self.methods([good, bad])])
            #expect(answer.status == 400)
            #expect(
                answer.message?.contains("on property client_authentication_methods.private_key_jwt.\(place)") == true)
        }
    }

    @Test func `has no other way to prove itself`() async throws {
        let server = try await TestServer.withShop()
        _ = try await server.giveKey(to: "shop")
        let refused =
            "Payload validation error: 'It cannot be set while client_authentication_methods is: a client proves itself "
            + "in one way' on property token_endpoint_auth_method (The authentication method)."
        let later = try await server.manage(
            .patch, "clients/shop", ["token_endpoint_auth_method": "client_secret_post"])
        #expect(later.message == refused)
        let atOnce = try await server.manage(
            .post, "clients",
            [
                "name": "A", "token_endpoint_auth_method": "client_secret_post",
                "client_authentication_methods": Self.methods([]),
            ])
        #expect(atOnce.message == refused)
        let other = try await server.manage(.patch, "clients/shop", ["name": "Renamed"])
        #expect(other["token_endpoint_auth_method"] == .null)
    }

    @Test func `gets its secret back with them gone`() async throws {
        let server = try await TestServer.withShop()
        _ = try await server.giveKey(to: "shop")
        let answer = try await server.manage(.patch, "clients/shop", ["client_authentication_methods": nil])
        #expect(answer["token_endpoint_auth_method"] == "client_secret_post")
        #expect(answer["client_authentication_methods"] == nil)
    }

    @Test(arguments: ["tls_client_auth", "self_signed_tls_client_auth"])
    func `has none of those that this server does not know`(method: String) async throws {
        let server = try await TestServer.start()
        let answer = try await server.manage(
            .patch, "clients/admin",
            [
                "client_authentication_methods": .object([
                    method: ["credentials": []], "private_key_jwt": ["credentials": []],
                ])
            ])
        #expect(answer.status == 400)
        #expect(answer.message?.contains("'This server does not offer it'") == true)
    }

    @Test func `is changed by callers who may change credentials, and in nothing else`() async throws {
        let server = try await TestServer.start()
        let scopes = ["update:client_credentials"]
        let keys = Self.methods([])
        let changed = try await server.manage(
            .patch, "clients/admin", ["client_authentication_methods": keys, "token_endpoint_auth_method": nil],
            scopes: scopes)
        #expect(changed.status == 200)
        for body in [["name": "A"], ["client_authentication_methods": keys, "name": "A"]] as [JSON] {
            #expect(try await server.manage(.patch, "clients/admin", body, scopes: scopes).status == 403)
        }
    }
}
